package io.github.ddnskit.peers;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** PowerDNS's authoritative server, {@code pdns_server}, with its SQLite backend. */
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
        Peers.require(Files.exists(SCHEMA), "pdns-backend-sqlite3 is installed");
        return new Pdns(Peers.require("pdns_server"), zones).startSomewhere();
    }

    @Override
    List<String> command(Path folder) {
        return List.of(program.toString(), "--config-dir=" + folder);
    }

    @Override
    void configure(Path folder, int port, List<PeerZone> zones) throws IOException {
        Path database = folder.resolve("pdns.db");
        String text = """
                launch=gsqlite3
                gsqlite3-database=%2$s
                gsqlite3-pragma-synchronous=0
                local-address=127.0.0.1
                local-port=%3$d
                socket-dir=%1$s
                dnsupdate=yes
                allow-dnsupdate-from=127.0.0.0/8
                allow-axfr-ips=127.0.0.0/8
                cache-ttl=0
                query-cache-ttl=0
                negquery-cache-ttl=0
                zone-cache-refresh-interval=0
                receiver-threads=1
                distributor-threads=1
                guardian=no
                """;
        Files.writeString(folder.resolve("pdns.conf"), text.formatted(folder, database, port));
        if (Files.deleteIfExists(database)) {
            Files.deleteIfExists(folder.resolve("pdns.db-journal"));
        }
        run(Files.readString(SCHEMA), "sqlite3", database.toString());
        for (PeerZone zone : zones) {
            String file = folder.resolve(zone.name() + ".zone").toString();
            run("", "pdnsutil", "--config-dir=" + folder, "load-zone", zone.name(), file);
        }
        String keys = PeerServer.keys().stream().map(Pdns::key).collect(Collectors.joining());
        String rights = zones.stream().map(Pdns::rights).collect(Collectors.joining());
        run("BEGIN;\n" + keys + rights + "COMMIT;\n", "sqlite3", database.toString());
    }

    private static String key(TsigKey key) {
        return "INSERT INTO tsigkeys (name, algorithm, secret) VALUES ('%s', '%s', '%s');\n"
                .formatted(withoutDot(key.name()), key.algorithm(), key.secret().reveal());
    }

    private static String rights(PeerZone zone) {
        String serial = rights(zone, "SOA-EDIT-DNSUPDATE", "INCREASE");
        return switch (zone.updates()) {
            case SIGNED ->
                Arrays.stream(TsigAlgorithm.values())
                        .map(PeerServer::key)
                        .map(key -> rights(zone, "TSIG-ALLOW-DNSUPDATE", withoutDot(key.name())))
                        .collect(Collectors.joining("", serial, ""));
            case ANYONE -> serial;
            case NOBODY -> rights(zone, "TSIG-ALLOW-DNSUPDATE", "nobody.key");
        };
    }

    private static String rights(PeerZone zone, String kind, String content) {
        return "INSERT INTO domainmetadata (domain_id, kind, content) SELECT id, '%s', '%s' FROM domains WHERE name = '%s';\n"
                .formatted(kind, content, zone.name());
    }

    private static String withoutDot(String name) {
        return name.substring(0, name.length() - 1);
    }

    private static void run(String stdin, String program, String... arguments) {
        Tool run = Tool.runWith(stdin, program, arguments);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(program + " failed: " + run.stdout() + run.stderr());
        }
    }
}
