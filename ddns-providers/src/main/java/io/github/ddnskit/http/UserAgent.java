package io.github.ddnskit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The User-Agent (RFC 9110 section 10.1.5): the application first, then the library, then whom to write to. */
final class UserAgent {

    private static final Pattern PRODUCT =
            Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+(/[A-Za-z0-9!#$%&'*+.^_`|~-]+)?");
    private static final Pattern CONTACT = Pattern.compile("[\\x21-\\x7E&&[^()]]+");

    private UserAgent() {}

    static String of(@Nullable String product, String contact) {
        String library = "ddnskit/" + version() + " (" + contact + ")";
        return product == null ? library : product + " " + library;
    }

    static String checkedProduct(String product) {
        if (!PRODUCT.matcher(product).matches()) {
            throw new IllegalArgumentException(
                    "a product is a name, or name/version, such as ExampleNAS/4.2, not \"" + product + "\"");
        }
        return product;
    }

    static String checkedContact(String contact) {
        if (!CONTACT.matcher(contact).matches()) {
            throw new IllegalArgumentException(
                    "a contact is a mail address or URL without blanks or parentheses, not \"" + contact + "\"");
        }
        return contact;
    }

    private static String version() {
        try (InputStream in = UserAgent.class.getResourceAsStream("version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
