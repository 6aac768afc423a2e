package io.github.ddnskit.rfc2136;

import io.github.ddnskit.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A key shared with a name server, by which both sign (RFC 8945). Immutable and thread-safe.
 *
 * <p>The name is part of the key: a server that knows the secret under another name refuses it.
 */
public final class TsigKey implements DnsCredentials {

    private static final Pattern SPACE = Pattern.compile("\\s");

    private final String name;
    private final TsigAlgorithm algorithm;
    private final Secret secret;
    private final int macOctets;

    private TsigKey(String name, TsigAlgorithm algorithm, Secret secret, int macOctets) {
        this.name = name;
        this.algorithm = algorithm;
        this.secret = secret;
        this.macOctets = macOctets;
    }

    /**
     * A key from its parts.
     *
     * @param name the name of the key, a domain name; a trailing dot makes no difference
     * @param algorithm the algorithm that the server has for it
     * @param secret the secret in Base64, as servers show it; read when the key is used
     * @return the key
     * @throws IllegalArgumentException if the name is not a domain name
     */
    public static TsigKey of(String name, TsigAlgorithm algorithm, Secret secret) {
        try {
            Name domain = Name.fromString(name, Name.root).canonicalize();
            if (!domain.equals(Name.root)) {
                return new TsigKey(domain.toString(), algorithm, secret, algorithm.octets());
            }
        } catch (TextParseException e) {
            // falls through; its message says no more than ours
        }
        throw new IllegalArgumentException("\"" + name + "\" is not the name of a key: write a domain name");
    }

    /**
     * Reads a key in one of the forms in which DNS tools pass it on.
     *
     * @param text {@code name:secret} (hmac-sha256), {@code algorithm:name:secret} (as {@code dig -y} has it), or one
     *     {@code key} statement of BIND's configuration, comments and all, as {@code tsig-keygen} prints it; an algorithm
     *     with a number of bits, such as {@code hmac-sha256-128}, is {@linkplain #truncatedTo cut} to them
     * @return the key
     * @throws IllegalArgumentException if it is none of them, or the secret is not Base64; the message quotes no secret
     */
    public static TsigKey parse(String text) {
        return TsigKeyParser.parse(text);
    }

    /**
     * Reads a key from a file in one of the forms of {@link #parse}. The file is read once.
     *
     * @param file a file such as {@code tsig-keygen} writes
     * @return the key
     * @throws IllegalArgumentException if it cannot be read or holds no key; the message names the file
     */
    public static TsigKey fromFile(Path file) {
        // through Secret, which warns if others may read it
        String text;
        try {
            text = Secret.fromFile(file).reveal();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "the key file " + file + " cannot be read" + (Files.exists(file) ? "" : ": there is none"), e);
        }
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in the key file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The same key with signatures cut short (RFC 8945 section 5.2.2.1), for a server that demands it, such as BIND with
     * {@code algorithm hmac-sha256-128}. Requests are signed with that many octets, and replies with as many or more are
     * accepted. Without this, no shortened signature is.
     *
     * @param octets how many octets are left, at least 10 and half of the whole
     * @return another key
     * @throws IllegalArgumentException if that is too short, or longer than the whole
     */
    public TsigKey truncatedTo(int octets) {
        int least = leastOctets();
        if (octets < least || octets > algorithm.octets()) {
            throw new IllegalArgumentException("a signature by " + algorithm + " can be cut to " + least
                    + " octets, of " + algorithm.octets() + ", and not to " + octets);
        }
        return new TsigKey(name, algorithm, secret, octets);
    }

    /** {@return how short a signature can be at all: half of it, and 10 octets (RFC 8945 section 5.2.2.1)} */
    public int leastOctets() {
        return algorithm.leastOctets();
    }

    /** {@return the name in lower case with a trailing dot, as it goes into a signature} */
    @Override
    public String name() {
        return name;
    }

    /** {@return the algorithm} */
    public TsigAlgorithm algorithm() {
        return algorithm;
    }

    /** {@return how many octets a signature has, and must at least have: all unless {@link #truncatedTo} says otherwise} */
    public int macOctets() {
        return macOctets;
    }

    /** {@return the secret in Base64} */
    public Secret secret() {
        return secret;
    }

    /**
     * The secret as the octets that sign.
     *
     * @return a new array
     * @throws IllegalStateException if it cannot be read or is not Base64; the message quotes no secret
     */
    public byte[] octets() {
        String text;
        try {
            text = SPACE.matcher(secret.reveal()).replaceAll(""); // tools break long secrets into groups
        } catch (RuntimeException e) {
            // The cause stays out of the message: who knows what the exception of a supplier says.
            throw new IllegalStateException("the secret of the key " + name + " cannot be read: " + secret, e);
        }
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            if (octets.length > 0) {
                return octets;
            }
        } catch (IllegalArgumentException e) {
            // The cause stays out altogether: it quotes a character of the secret.
        }
        throw new IllegalStateException("the secret of the key " + name + " is not Base64 alone, without the rest of"
                + " what tsig-keygen prints");
    }

    @Override
    public String description() {
        return "the key " + name + " (" + algorithmWords() + ")";
    }

    /** {@return name and algorithm, without the secret} */
    @Override
    public String toString() {
        return "TsigKey[" + name + " " + algorithmWords() + "]";
    }

    /** The algorithm as BIND writes it: with the number of bits if it is cut. */
    String algorithmWords() {
        return macOctets == algorithm.octets() ? algorithm.toString() : algorithm + "-" + macOctets * Byte.SIZE;
    }
}
