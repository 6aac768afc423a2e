package io.github.ddnskit;

import java.net.IDN;
import java.util.List;
import java.util.Locale;

/**
 * A fully qualified domain name at which addresses are published. Immutable and thread-safe.
 *
 * <p>Names are compared without regard to case (RFC 4343) and held as lower-case A-labels (RFC 5890 section 2.3.2.1)
 * without a trailing dot. One leftmost {@code *} label is allowed (RFC 4592), and labels may hold underscores.
 *
 * <p><strong>Internationalized names.</strong> Labels outside ASCII are mapped and encoded by {@link IDN}, which is
 * IDNA 2003 (RFC 3490): it folds case and width as UTS 46 does, but it maps {@code ß} to {@code ss} and final sigma to
 * sigma, drops zero-width joiners, and refuses code points that were not in Unicode 3.2. Write the A-label
 * ({@code xn--...}) where a registry follows IDNA 2008 for such a name; A-labels are taken as they are.
 */
public final class Hostname implements Comparable<Hostname> {

    private static final String LETTERS_AND_MORE = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;

    private final String ascii;

    private Hostname(String ascii) {
        this.ascii = ascii;
    }

    /**
     * Reads a name.
     *
     * @param text such as {@code home.example.org}, {@code *.example.org.} or {@code ドメイン.example}; a trailing dot is
     *     accepted, and so are the dots of RFC 3490 section 3.1 between labels
     * @return the name
     * @throws IllegalArgumentException if it is not a name of labels of 1 to 63 octets of letters,
     *     digits, hyphens and underscores with no hyphen at either end, 253 octets in all; the message quotes the label
     */
    public static Hostname of(String text) {
        return isCanonical(text) ? new Hostname(text) : read(text);
    }

    /** Whether it is certainly such as {@link #ascii()} writes it: a client may have a hundred thousand names. */
    private static boolean isCanonical(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            boolean inner = i > start && i - start < MAX_LABEL;
            if (c == '.' ? !inner || text.charAt(i - 1) == '-' : !isLetterOrDigit(c) && !(c == '-' && inner)) {
                return false;
            }
            start = c == '.' ? i + 1 : start;
        }
        return text.length() <= MAX_NAME;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static Hostname read(String text) {
        String dotted = text.replace('\u3002', '.').replace('\uff0e', '.').replace('\uff61', '.');
        String name = dotted.endsWith(".") ? dotted.substring(0, dotted.length() - 1) : dotted;
        if (name.isEmpty()) {
            throw new IllegalArgumentException(quote(text) + " is not a host name: it is empty");
        }
        String[] labels = name.split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(text, labels[i], i == 0);
        }
        String ascii = String.join(".", labels);
        if (ascii.length() > MAX_NAME) {
            throw new IllegalArgumentException(quote(text) + " is not a host name: it has " + ascii.length()
                    + " octets, and a name has at most " + MAX_NAME);
        }
        if (ascii.equals("*")) {
            throw bad(text, "*", "a wildcard needs a domain behind it");
        }
        return new Hostname(ascii);
    }

    /** {@return the name in lower-case A-labels without a trailing dot, such as {@code xn--eckwd4c7c.example}} */
    public String ascii() {
        return ascii;
    }

    /** {@return the name in Unicode where its A-labels decode, for people to read; not for comparing} */
    public String unicode() {
        return IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
    }

    /** {@return the labels from left to right} */
    public List<String> labels() {
        return List.of(ascii.split("\\."));
    }

    /** {@return whether the leftmost label is {@code *}} */
    public boolean isWildcard() {
        return ascii.startsWith("*.");
    }

    /**
     * Whether this name is the given one or below it.
     *
     * @param other the name of a zone, say
     * @return true for the name itself and for every name that ends in it label by label
     */
    public boolean isWithin(Hostname other) {
        return ascii.equals(other.ascii) || ascii.endsWith("." + other.ascii);
    }

    @Override
    public int compareTo(Hostname other) {
        return ascii.compareTo(other.ascii);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hostname that && ascii.equals(that.ascii);
    }

    @Override
    public int hashCode() {
        return ascii.hashCode();
    }

    /** {@return the same as {@link #ascii()}} */
    @Override
    public String toString() {
        return ascii;
    }

    private static String label(String text, String label, boolean leftmost) {
        if (label.isEmpty()) {
            throw new IllegalArgumentException(quote(text) + " is not a host name: it has an empty label");
        }
        if (label.equals("*")) {
            if (leftmost) {
                return label;
            }
            throw bad(text, label, "a wildcard may only stand leftmost");
        }
        String ascii = isAscii(label) ? label.toLowerCase(Locale.ROOT) : toALabel(text, label);
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (LETTERS_AND_MORE.indexOf(c) < 0) {
                throw bad(text, label, "only letters, digits, hyphens and underscores are allowed, not " + name(c));
            }
        }
        if (ascii.length() > MAX_LABEL) {
            throw bad(text, label, "it has " + ascii.length() + " octets, and a label has at most " + MAX_LABEL);
        }
        if (ascii.startsWith("-") || ascii.endsWith("-")) {
            throw bad(text, label, "a label neither starts nor ends with a hyphen");
        }
        return ascii;
    }

    private static String toALabel(String text, String label) {
        String ascii;
        try {
            ascii = IDN.toASCII(label).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw bad(text, label, "something has no form in IDNA 2003");
        }
        if (ascii.isEmpty()) {
            throw bad(text, label, "nothing is left once it is mapped by IDNA 2003");
        }
        return ascii;
    }

    private static boolean isAscii(String label) {
        for (int i = 0; i < label.length(); i++) {
            if (label.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException bad(String text, String label, String why) {
        return new IllegalArgumentException(
                quote(text) + " is not a host name: in the label " + quote(label) + " " + why);
    }

    private static String name(char c) {
        return c > ' ' && c < 127 ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(300).forEach(c -> {
            if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
