package io.github.ddnskit.peers;

import java.util.List;

/**
 * A zone that a real name server is to serve.
 *
 * @param name its apex without a trailing dot
 * @param updates who may update it
 * @param records lines of a zone file beyond SOA (serial 1), NS and the address of {@code ns1}
 */
public record PeerZone(String name, Updates updates, List<String> records) {

    /** Who may update a zone. */
    public enum Updates {
        /** Whoever signs with one of the {@linkplain PeerServer#key keys} of the six algorithms. */
        SIGNED,
        /** Everybody, signed or not. */
        ANYONE,
        /** Nobody. */
        NOBODY
    }

    /** What a server serves unless told otherwise. */
    public static final List<PeerZone> STANDARD = List.of(
            new PeerZone("example.test", Updates.SIGNED, List.of("sub NS ns1", "alias CNAME ns1", "text TXT \"kept\"")),
            new PeerZone("sub.example.test", Updates.SIGNED, List.of()),
            new PeerZone("open.test", Updates.ANYONE, List.of()),
            new PeerZone("locked.test", Updates.NOBODY, List.of("home A 192.0.2.99")));

    /** {@return the zone file} */
    String file() {
        return String.join(
                        "\n",
                        "$ORIGIN " + name + ".",
                        "$TTL 3600",
                        "@ SOA ns1 hostmaster 1 3600 600 86400 60",
                        "@ NS ns1",
                        "ns1 A 127.0.0.1",
                        String.join("\n", records))
                + "\n";
    }
}
