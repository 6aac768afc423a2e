package io.github.ddnskit.peers;

import io.github.ddnskit.Secret;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A real name server, started for a test. */
public interface PeerServer extends AutoCloseable {

    /** {@return the port, UDP and TCP, on 127.0.0.1} */
    int port();

    /** {@return {@code 127.0.0.1:port}} */
    default String address() {
        return "127.0.0.1:" + port();
    }

    /**
     * Asks the server for the records of a name.
     *
     * @param name a domain name
     * @param type a record type such as {@code AAAA}
     * @return their data as zone files have it, sorted; none if there is no such name or type
     */
    List<String> data(String name, String type);

    /** {@return what the server has written about itself since it was started} */
    String log();

    /** Stops the server; what was published stays in its journal. */
    void stop();

    /** Kills the server, as if it had crashed; what was written stays. */
    void kill();

    /** Stops the server and starts it again on the same port. */
    void restart();

    /** Stops the server and deletes its files. */
    @Override
    void close();

    /**
     * A key that every server knows, and that may update every zone with {@link PeerZone.Updates#SIGNED}.
     *
     * @param algorithm its algorithm
     * @return the key, called after its algorithm, such as {@code hmac-sha256.key.}
     */
    static TsigKey key(TsigAlgorithm algorithm) {
        return key(algorithm.toString() + ".key.", algorithm);
    }

    /** {@return a key that every server knows, and that may update nothing; BIND says REFUSED to it, Knot DNS BADKEY} */
    static TsigKey powerlessKey() {
        return key("powerless.key.", TsigAlgorithm.HMAC_SHA256);
    }

    /** {@return the keys of the six algorithms and the powerless one} */
    static List<TsigKey> keys() {
        Stream<TsigKey> able = Arrays.stream(TsigAlgorithm.values()).map(PeerServer::key);
        return Stream.concat(able, Stream.of(powerlessKey())).toList();
    }

    private static TsigKey key(String name, TsigAlgorithm algorithm) {
        byte[] octets = ("the secret of the key " + name).getBytes(StandardCharsets.US_ASCII);
        return TsigKey.of(name, algorithm, Secret.of(Base64.getEncoder().encodeToString(octets)));
    }
}
