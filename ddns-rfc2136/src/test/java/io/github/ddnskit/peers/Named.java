package io.github.ddnskit.peers;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** BIND's {@code named}. */
public final class Named extends ServerProcess {

    private final Path program;
    private final List<TsigKey> more;
    private final List<String> options;
    private final Map<String, String> policies;
    private final Map<String, String> environment;
    private final @Nullable Tls tls;
    private final @Nullable Primary primary;

    /**
     * A second port that speaks TLS only.
     *
     * @param port where
     * @param server what the server shows
     * @param client what the client has to show, or null
     */
    public record Tls(
            int port, TestCertificate server, @Nullable TestCertificate client) {}

    private Named(
            Path program,
            List<PeerZone> zones,
            List<TsigKey> more,
            List<String> options,
            Map<String, String> policies,
            Map<String, String> environment,
            @Nullable Tls tls,
            @Nullable Primary primary) {
        super(zones);
        this.primary = primary;
        this.program = program;
        this.more = more;
        this.options = options;
        this.policies = policies;
        this.environment = environment;
        this.tls = tls;
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
        return start(zones, List.of());
    }

    /**
     * Starts a server that tells more clients apart.
     *
     * @param zones what it shall serve
     * @param more keys that may update what is signed, and whose names the log has
     * @return the server, which answers already
     */
    public static PeerServer start(List<PeerZone> zones, List<TsigKey> more) {
        return new Named(Peers.require("named"), zones, more, List.of(), Map.of(), Map.of(), null, null)
                .startSomewhere();
    }

    /**
     * Starts a server that takes GSS-TSIG.
     *
     * @param kdc where its principal is known
     * @param keytab the key of the principal
     * @param policies what stands in {@code update-policy} of some zones
     * @param zones what it shall serve
     * @return the server, which answers already
     */
    public static PeerServer start(Kdc kdc, Path keytab, Map<String, String> policies, List<PeerZone> zones) {
        return new Named(
                        Peers.require("named"),
                        zones,
                        List.of(),
                        List.of("tkey-gssapi-keytab \"" + keytab + "\";"),
                        policies,
                        kdc.environment(),
                        null,
                        null)
                .startSomewhere();
    }

    /**
     * Starts a server that speaks TLS too.
     *
     * @param tls where and how
     * @return the server with {@link PeerZone#STANDARD}, which answers already
     */
    public static PeerServer start(Tls tls) {
        return new Named(Peers.require("named"), PeerZone.STANDARD, List.of(), List.of(), Map.of(), Map.of(), tls, null)
                .startSomewhere();
    }

    /**
     * Starts a secondary server.
     *
     * @param primary where its zones come from
     * @param zones what it shall serve; their records are not looked at
     * @return the server, which has the zones already
     */
    public static PeerServer start(Primary primary, List<PeerZone> zones) {
        return new Named(Peers.require("named"), zones, List.of(), List.of(), Map.of(), Map.of(), null, primary)
                .startSomewhere();
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
    Map<String, String> environment() {
        return environment;
    }

    @Override
    void configure(Path folder, int port, List<PeerZone> zones) throws IOException {
        String keys = Stream.concat(PeerServer.keys().stream(), more.stream())
                .map(Named::key)
                .collect(Collectors.joining());
        String options = String.join(
                "\n  ",
                "options {",
                "directory \"" + folder + "\";",
                "pid-file \"" + folder.resolve("named.pid") + "\";",
                "session-keyfile \"" + folder.resolve("session.key") + "\";",
                "lock-file none;",
                "listen-on port " + port + " { 127.0.0.1; };",
                tls == null ? "" : "listen-on port " + tls.port + " tls secured { 127.0.0.1; };",
                "listen-on-v6 { none; };",
                "recursion no;",
                "notify no;",
                "dnssec-validation no;",
                "empty-zones-enable no;",
                "allow-transfer { any; };",
                String.join("\n  ", this.options),
                "};\n");
        String all = zones.stream().map(this::zone).collect(Collectors.joining());
        Files.writeString(folder.resolve("named.conf"), "controls { };\n" + secured() + options + keys + all);
    }

    private String secured() {
        if (tls == null) {
            return "";
        }
        String files = "key-file \"" + tls.server.key() + "\"; cert-file \"" + tls.server.certificate() + "\";";
        String client = tls.client == null ? "" : " ca-file \"" + tls.client.certificate() + "\";";
        return "tls secured { " + files + client + " };\n";
    }

    private static String key(TsigKey key) {
        return "key \"" + key.name() + "\" { algorithm " + algorithm(key) + "; secret \""
                + key.secret().reveal() + "\"; };\n";
    }

    private static String algorithm(TsigKey key) {
        return key.macOctets() == key.algorithm().octets()
                ? key.algorithm().toString()
                : key.algorithm() + "-" + key.macOctets() * Byte.SIZE;
    }

    private String zone(PeerZone zone) {
        if (primary != null) {
            return "zone \"" + zone.name() + "\" { type secondary; primaries { 127.0.0.1 port " + primary.port()
                    + " key \"" + primary.key().name() + "\"; }; min-refresh-time 3600; };\n";
        }
        String allowed = switch (zone.updates()) {
            case SIGNED ->
                Stream.concat(Arrays.stream(TsigAlgorithm.values()).map(PeerServer::key), more.stream())
                        .map(key -> "key \"" + key.name() + "\"; ")
                        .collect(Collectors.joining());
            case ANYONE -> "any; ";
            case NOBODY -> "none; ";
        };
        String policy = policies.get(zone.name());
        return "zone \"" + zone.name() + "\" { type primary; file \"" + zone.name() + ".zone\"; "
                + (policy == null ? "allow-update { " + allowed + "}" : "update-policy { " + policy + " }") + "; };\n";
    }
}
