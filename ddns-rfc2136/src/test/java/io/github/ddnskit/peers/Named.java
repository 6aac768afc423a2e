package io.github.ddnskit.peers;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** BIND's {@code named}. */
public final class Named extends ServerProcess {

    private final Path program;

    private Named(Path program, List<PeerZone> zones) {
        super(zones);
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
        return new Named(Peers.require("named"), zones).startSomewhere();
    }

    @Override
    List<String> command(Path folder) {
        return List.of(
                program.toString(),
                "-g",
                "-n",
                "1",
                "-c",
                folder.resolve("named.conf").toString());
    }

    @Override
    void configure(Path folder, int port, List<PeerZone> zones) throws IOException {
        String keys = PeerServer.keys().stream().map(Named::key).collect(Collectors.joining());
        String options = String.join(
                "\n  ",
                "options {",
                "directory \"" + folder + "\";",
                "pid-file \"" + folder.resolve("named.pid") + "\";",
                "session-keyfile \"" + folder.resolve("session.key") + "\";",
                "lock-file none;",
                "listen-on port " + port + " { 127.0.0.1; };",
                "listen-on-v6 { none; };",
                "recursion no;",
                "notify no;",
                "dnssec-validation no;",
                "empty-zones-enable no;",
                "allow-transfer { any; };",
                "};\n");
        String all = zones.stream().map(Named::zone).collect(Collectors.joining());
        Files.writeString(folder.resolve("named.conf"), "controls { };\n" + options + keys + all);
    }

    private static String key(TsigKey key) {
        return "key \"" + key.name() + "\" { algorithm " + key.algorithm() + "; secret \""
                + key.secret().reveal() + "\"; };\n";
    }

    private static String zone(PeerZone zone) {
        String allowed = switch (zone.updates()) {
            case SIGNED ->
                Arrays.stream(TsigAlgorithm.values())
                        .map(algorithm -> "key \"" + PeerServer.key(algorithm).name() + "\"; ")
                        .collect(Collectors.joining());
            case ANYONE -> "any; ";
            case NOBODY -> "none; ";
        };
        return "zone \"" + zone.name() + "\" { type primary; file \"" + zone.name() + ".zone\"; allow-update { "
                + allowed + "}; };\n";
    }
}
