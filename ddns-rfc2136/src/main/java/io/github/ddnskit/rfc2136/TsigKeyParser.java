package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Secret;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text forms of a key. No message quotes any part of the text, because any part may be the secret in the wrong
 * place; only the name of a key statement is quoted once it is known to be one.
 */
final class TsigKeyParser {

    private static final String FORMS =
            "write name:secret, algorithm:name:secret, or a key statement of BIND as tsig-keygen prints it";

    /**
     * A token of BIND's configuration, or a comment. Comments begin only where a token could, so that the two slashes
     * that Base64 may hold are none.
     */
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>/\\*.*?\\*/|//[^\\n]*|#[^\\n]*)|\"(?<quoted>[^\"\\n]*)\"|(?<bare>[{};]|[^\\s\"{};]+)",
            Pattern.DOTALL);

    /** An algorithm of whose codes only some bits are used, as BIND writes it. */
    private static final Pattern CUT =
            Pattern.compile("(?<name>hmac-(md5|sha[0-9]{1,3}))-(?<bits>[0-9]{1,4})", Pattern.CASE_INSENSITIVE);

    private TsigKeyParser() {}

    static TsigKey parse(String text) {
        Deque<String> tokens = tokens(text);
        return "key".equalsIgnoreCase(tokens.peek()) ? statement(tokens) : colons(text.strip());
    }

    private static TsigKey colons(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 2 && parts.length != 3) {
            throw new IllegalArgumentException("that is not a key: " + FORMS);
        }
        Code code = parts.length == 2 ? Code.DEFAULT : code(parts[0]);
        return key("the key", parts[parts.length - 2], code, parts[parts.length - 1]);
    }

    private static TsigKey statement(Deque<String> tokens) {
        tokens.remove();
        String name = tokens.isEmpty() ? "" : tokens.remove();
        expect(tokens, "{");
        Code code = null;
        String secret = null;
        while (!"}".equals(tokens.peek())) {
            String statement = tokens.isEmpty() ? "" : tokens.remove();
            String value = tokens.isEmpty() ? "" : tokens.remove();
            expect(tokens, ";");
            if (statement.equalsIgnoreCase("algorithm") && code == null) {
                code = code(value);
            } else if (statement.equalsIgnoreCase("secret") && secret == null) {
                secret = value;
            } else {
                throw new IllegalArgumentException("a key statement holds one algorithm and one secret, nothing else");
            }
        }
        tokens.remove();
        if (";".equals(tokens.peek())) {
            tokens.remove();
        }
        if (!tokens.isEmpty()) {
            throw new IllegalArgumentException("something follows the key statement: give one key and nothing else");
        }
        if (code == null || secret == null) {
            throw new IllegalArgumentException(
                    "the key statement has no " + (code == null ? "algorithm" : "secret") + ": add it");
        }
        return key("the key statement", name, code, secret);
    }

    private static TsigKey key(String what, String name, Code code, String secret) {
        TsigKey key;
        try {
            key = TsigKey.of(name, code.algorithm(), Secret.of(secret));
        } catch (IllegalArgumentException e) {
            // The cause stays out: it quotes the name.
            throw new IllegalArgumentException(
                    secret.isEmpty() ? what + " has no secret" : what + " has no name that is a domain name: " + FORMS);
        }
        try {
            key.octets();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("the secret of " + what + " is not Base64: " + FORMS);
        }
        return code.octets() == code.algorithm().octets() ? key : key.truncatedTo(code.octets());
    }

    /** An algorithm, and how much of its codes is used. */
    private record Code(TsigAlgorithm algorithm, int octets) {
        static final Code DEFAULT = new Code(TsigAlgorithm.HMAC_SHA256, TsigAlgorithm.HMAC_SHA256.octets());
    }

    private static Code code(String text) {
        Matcher cut = CUT.matcher(text);
        try {
            TsigAlgorithm algorithm = TsigAlgorithm.parse(cut.matches() ? cut.group("name") : text);
            int bits = cut.matches() ? Integer.parseInt(cut.group("bits")) : algorithm.octets() * Byte.SIZE;
            if (bits % Byte.SIZE != 0) {
                throw new IllegalArgumentException("half an octet cannot be sent");
            }
            return new Code(algorithm, bits / Byte.SIZE);
        } catch (IllegalArgumentException e) {
            // The cause stays out: it quotes the text.
            throw new IllegalArgumentException(
                    "what should be the algorithm is " + TsigAlgorithm.unknown() + ": " + FORMS);
        }
    }

    private static void expect(Deque<String> tokens, String token) {
        if (!token.equals(tokens.peek())) {
            throw new IllegalArgumentException("the key statement lacks a \"" + token + "\": write it as in"
                    + " key \"name\" { algorithm hmac-sha256; secret \"...\"; };");
        }
        tokens.remove();
    }

    private static Deque<String> tokens(String text) {
        Deque<String> tokens = new ArrayDeque<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            @Nullable String quoted = matcher.group("quoted");
            if (quoted != null) {
                tokens.add(quoted);
            } else if (matcher.group("comment") == null) {
                tokens.add(matcher.group("bare"));
            }
        }
        return tokens;
    }
}
