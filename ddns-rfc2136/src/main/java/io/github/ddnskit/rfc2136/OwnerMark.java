package io.github.ddnskit.rfc2136;

import io.github.ddnskit.rfc2136.internal.ZoneText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/**
 * What a name carries to show whose it is: a {@code DHCID} record (RFC 4701), as DHCP servers leave it, or a {@code TXT}
 * record beside the name, for servers and people who do without DHCID. Immutable and thread-safe.
 *
 * <p>A DHCID record holds a digest of the identity and the name, so that it gives neither away. Whoever has the same identity
 * owns the same names: a device and the DHCP server that updates DNS for it, say.
 */
public final class OwnerMark {

    private static final int HARDWARE = 0; // RFC 4701 section 3.3
    private static final int CLIENT_IDENTIFIER = 1;
    private static final int DUID = 2;
    private static final int SHA_256 = 1;
    private static final int OPAQUE = 0; // RFC 2132 section 9.14
    private static final String BESIDE = "_ddnskit.";
    private static final String BESIDE_WILDCARD = "_ddnskit-wildcard.";

    private final String text;
    private final int identifierType;
    private final byte[] identifier;

    private OwnerMark(String text, int identifierType, byte[] identifier) {
        if (identifier.length == 0) {
            throw new IllegalArgumentException("an owner needs an identity: it is empty");
        }
        this.text = text;
        this.identifierType = identifierType;
        this.identifier = identifier.clone();
    }

    /**
     * A DHCID record of any identity that tells devices apart, taken as an opaque client identifier.
     *
     * @param id such as a serial number; not to be guessed, if others must not claim the name
     * @return the mark
     * @throws IllegalArgumentException if it is empty
     */
    public static OwnerMark device(String id) {
        byte[] octets = id.getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0) {
            throw new IllegalArgumentException("an owner needs an identity: it is empty");
        }
        byte[] opaque = new byte[octets.length + 1];
        opaque[0] = OPAQUE;
        System.arraycopy(octets, 0, opaque, 1, octets.length);
        return clientIdentifier(opaque);
    }

    /**
     * The DHCID record of a DHCPv6 client, or of a DHCPv4 client that sends its DUID.
     *
     * @param duid the octets of the DUID
     * @return the mark
     * @throws IllegalArgumentException if there are none
     */
    public static OwnerMark duid(byte[] duid) {
        return new OwnerMark("", DUID, duid);
    }

    /**
     * The DHCID record of a DHCPv4 client that sends a client identifier.
     *
     * @param identifier its octets, from the type on
     * @return the mark
     * @throws IllegalArgumentException if there are none
     */
    public static OwnerMark clientIdentifier(byte[] identifier) {
        return new OwnerMark("", CLIENT_IDENTIFIER, identifier);
    }

    /**
     * The DHCID record of a DHCPv4 client that sends no identifier.
     *
     * @param type the kind of hardware, 1 for Ethernet
     * @param address its octets
     * @return the mark
     */
    public static OwnerMark hardware(int type, byte[] address) {
        byte[] both = new byte[address.length + 1];
        both[0] = (byte) type;
        System.arraycopy(address, 0, both, 1, address.length);
        return new OwnerMark("", HARDWARE, both);
    }

    /**
     * A TXT record at {@code _ddnskit.} below the name, which says {@code owner=} and the identity for everybody to read.
     *
     * @param id the identity
     * @return the mark
     * @throws IllegalArgumentException if it is empty
     */
    public static OwnerMark text(String id) {
        return new OwnerMark(id, -1, id.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The record that marks a name.
     *
     * @param name the name
     * @param ttl its time to live
     * @return the record
     * @throws IllegalArgumentException if the name is none, or too long to be marked
     */
    public ResourceRecord record(String name, Duration ttl) {
        String host = ZoneText.name(name);
        return identifierType < 0
                ? new ResourceRecord(beside(host), ttl, "TXT", ResourceRecord.quoted("owner=" + text))
                : new ResourceRecord(host, ttl, "DHCID", Base64.getEncoder().encodeToString(dhcid(host)));
    }

    /** {@return what kind of mark it is, without the identity} */
    @Override
    public String toString() {
        return identifierType < 0 ? "OwnerMark[TXT]" : "OwnerMark[DHCID]";
    }

    private static String beside(String host) {
        return host.startsWith("*.") ? BESIDE_WILDCARD + host.substring(2) : BESIDE + host;
    }

    /** The type of the identity, the type of the digest, and the digest of the identity and the name (section 3.5). */
    private byte[] dhcid(String host) {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        sha256.update(identifier);
        sha256.update(ZoneText.wire(host));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(identifierType >> 8);
        data.write(identifierType);
        data.write(SHA_256);
        data.writeBytes(sha256.digest());
        return data.toByteArray();
    }
}
