package io.github.ddnskit.peers;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Knot DNS, {@code knotd}. */
public final class Knotd extends ServerProcess {

    private final Path program;
    private final @Nullable Primary primary;

    private Knotd(Path program, List<PeerZone> zones, @Nullable Primary primary) {
        super(zones);
        this.primary = primary;
        this.program = program;
    }

    /** {@return a running server with {@link PeerZone#STANDARD}} */
    public static PeerServer start() {
        return start(PeerZone.STANDARD);
    }

    /**
     * Starts a server.
     *
     * @param zones what it shall serve
     * @return the server, which answers already
     */
    public static PeerServer start(List<PeerZone> zones) {
        return new Knotd(Peers.require("knotd"), zones, null).startSomewhere();
    }

    /**
     * Starts a secondary server.
     *
     * @param primary where its zones come from
     * @param zones what it shall serve; their records are not looked at
     * @return the server, which has the zones already
     */
    public static PeerServer start(Primary primary, List<PeerZone> zones) {
        return new Knotd(Peers.require("knotd"), zones, primary).startSomewhere();
    }

    @Override
    List<String> command(Path folder) {
        return List.of(program.toString(), "-c", folder.resolve("knot.conf").toString());
    }

    @Override
    void configure(Path folder, int port, List<PeerZone> zones) throws IOException {
        String keys = PeerServer.keys().stream().map(Knotd::key).collect(Collectors.joining());
        String able = Arrays.stream(TsigAlgorithm.values())
                .map(algorithm -> "\"" + PeerServer.key(algorithm).name() + "\"")
                .collect(Collectors.joining(", "));
        String all = zones.stream().map(this::zone).collect(Collectors.joining());
        // The zone file stays as it was and the journal holds the changes, as with named.
        String text = """
                server:
                    rundir: "%1$s"
                    listen: "127.0.0.1@%2$d"
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                log:
                  - target: stderr
                    any: info
                database:
                    storage: "%1$s"
                key:
                %3$s
                %6$s
                acl:
                  - id: notify
                    address: 127.0.0.1
                    action: notify
                  - id: transfer
                    action: transfer
                  - id: signed
                    key: [%4$s]
                    action: update
                  - id: anyone
                    action: update
                template:
                  - id: default
                    storage: "%1$s"
                    zonefile-sync: -1
                zone:
                %5$s
                """;
        Files.writeString(folder.resolve("knot.conf"), text.formatted(folder, port, keys, able, all, remote()));
    }

    private static String key(TsigKey key) {
        return "  - id: \"" + key.name() + "\"\n    algorithm: " + key.algorithm() + "\n    secret: \""
                + key.secret().reveal() + "\"\n";
    }

    private String remote() {
        return primary == null
                ? ""
                : "remote:\n  - id: primary\n    address: 127.0.0.1@" + primary.port() + "\n    key: \""
                        + primary.key().name() + "\"\n";
    }

    private String zone(PeerZone zone) {
        if (primary != null) {
            return "  - domain: " + zone.name() + "\n    file: \"" + zone.name()
                    + ".copy\"\n    acl: [transfer, notify]\n    master: primary\n";
        }
        String acl = switch (zone.updates()) {
            case SIGNED -> "transfer, signed";
            case ANYONE -> "transfer, anyone";
            case NOBODY -> "transfer";
        };
        return "  - domain: " + zone.name() + "\n    file: \"" + zone.name() + ".zone\"\n    acl: [" + acl + "]\n";
    }
}
