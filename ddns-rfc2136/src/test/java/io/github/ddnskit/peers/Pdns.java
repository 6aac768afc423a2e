package io.github.ddnskit.peers;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** PowerDNS, {@code pdns_server}, with a database of SQLite. */
public final class Pdns extends ServerProcess {

    private static final Path SCHEMA = Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");

    private final Path program;

    private Pdns(Path program, List<PeerZone> zones) {
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
        Peers.require("sqlite3");
        Peers.require("pdnsutil");
        Peers.require(Files.exists(SCHEMA), "pdns-backend-sqlite3 is installed, since it runs against the real one");
        return new Pdns(Peers.require("pdns_server"), zones).startSomewhere();
    }

    @Override
    List<String> command(Path folder) {
        return List.of(program.toString(), "--config-dir=" + folder);
    }

    @Override
    void configure(Path folder, int port, List<PeerZone> zones) throws IOException {
        Path database = folder.resolve("pdns.sqlite3");
        String text = """
                launch=gsqlite3
                gsqlite3-database=%2$s
                gsqlite3-pragma-synchronous=0
                local-address=127.0.0.1
                local-port=%3$d
                socket-dir=%1$s
                daemon=no
                guardian=no
                disable-syslog=yes
                dnsupdate=yes
                allow-dnsupdate-from=127.0.0.0/8
                allow-axfr-ips=127.0.0.0/8
                8bit-dns=yes
                cache-ttl=0
                negquery-cache-ttl=0
                query-cache-ttl=0
                zone-cache-refresh-interval=0
                max-tcp-connections=1000
                receiver-threads=1
                distributor-threads=1
                consistent-backends=no
                """;
        Files.writeString(folder.resolve("pdns.conf"), text.formatted(folder, database, port));
        if (Files.exists(database)) {
            return; // the port was taken: what is in the database stays as it is
        }
        run(Tool.runWith(Files.readString(SCHEMA), "sqlite3", database.toString()));
        for (PeerZone zone : zones) {
            String file = folder.resolve(zone.name() + ".zone").toString();
            run(Tool.run("pdnsutil", "--config-dir=" + folder, "load-zone", zone.name(), file));
        }
        run(Tool.runWith(permissions(zones), "sqlite3", database.toString()));
    }

    private static String permissions(List<PeerZone> zones) {
        String keys = PeerServer.keys().stream().map(Pdns::key).collect(Collectors.joining());
        return "BEGIN;\n" + keys + zones.stream().map(Pdns::zone).collect(Collectors.joining()) + "COMMIT;\n";
    }

    private static String key(TsigKey key) {
        return "INSERT INTO tsigkeys (name, algorithm, secret) VALUES ('%s', '%s', '%s');\n"
                .formatted(
                        key.name().replaceFirst("\\.$", ""),
                        key.algorithm(),
                        key.secret().reveal());
    }

    /** Who may update without a key is said of the server, not of a zone: a zone that wants a key is safe from them. */
    private static String zone(PeerZone zone) {
        return switch (zone.updates()) {
            case SIGNED ->
                Arrays.stream(TsigAlgorithm.values())
                        .map(algorithm -> PeerServer.key(algorithm).name())
                        .map(key -> meta(zone, "TSIG-ALLOW-DNSUPDATE", key.replaceFirst("\\.$", "")))
                        .collect(Collectors.joining());
            case ANYONE -> "";
            case NOBODY -> meta(zone, "TSIG-ALLOW-DNSUPDATE", "nobody");
        };
    }

    private static String meta(PeerZone zone, String kind, String content) {
        return "INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, '%s', '%s' FROM domains WHERE name = '%s';\n"
                .formatted(kind, content, zone.name());
    }

    private static void run(Tool tool) {
        if (tool.exitCode() != 0) {
            throw new IllegalStateException("the database cannot be made: " + tool.stdout() + tool.stderr());
        }
    }
}
