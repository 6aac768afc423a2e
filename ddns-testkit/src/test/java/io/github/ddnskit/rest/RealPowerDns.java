package io.github.ddnskit.rest;

import static org.awaitility.Awaitility.await;

import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.peers.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/** A PowerDNS Authoritative Server on loopback with a zone {@code example.org}; its files stay in a folder of the test. */
final class RealPowerDns implements AutoCloseable {

    private static final Path SCHEMA = Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpEngine http = HttpEngine.create();
    private final Secret key;
    private final int apiPort = freePort();
    private final int dnsPort = freePort();
    private final Process process;

    /** Starts it, or ends the test with a plain reason. */
    RealPowerDns(Path folder, Secret key) throws Exception {
        this.key = key;
        Path server = Peers.require("pdns_server");
        Tool made = Tool.runWith(
                Files.readString(SCHEMA), "sqlite3", folder.resolve("db").toString());
        if (made.exitCode() != 0) {
            throw new IllegalStateException("no database: " + made.stderr());
        }
        Files.write(
                folder.resolve("pdns.conf"),
                List.of(
                        "launch=gsqlite3",
                        "gsqlite3-database=" + folder.resolve("db"),
                        "socket-dir=" + folder,
                        "local-address=127.0.0.1",
                        "local-port=" + dnsPort,
                        "webserver=yes",
                        "webserver-address=127.0.0.1",
                        "webserver-port=" + apiPort,
                        "webserver-allow-from=127.0.0.1",
                        "api=yes",
                        "api-key=" + key.reveal(),
                        "cache-ttl=0",
                        "query-cache-ttl=0",
                        "negquery-cache-ttl=0"));
        Path log = folder.resolve("log");
        process = new ProcessBuilder(server.toString(), "--config-dir=" + folder, "--daemon=no", "--guardian=no")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        await().atMost(PATIENCE).until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IllegalStateException("PowerDNS does not start:\n" + Files.readString(log));
        }
        api("POST", "/zones", "{\"name\":\"example.org.\",\"kind\":\"Native\",\"nameservers\":[\"ns1.example.org.\"]}");
    }

    String endpoint() {
        return "http://127.0.0.1:" + apiPort;
    }

    /** Sends a request to the API, which must succeed. */
    String api(String method, String path, String json) throws HttpException, InterruptedException {
        HttpCall.Builder call = HttpCall.of(method, endpoint() + "/api/v1/servers/localhost" + path)
                .header("X-API-Key", key)
                .allowPlainHttp(true);
        HttpReply reply =
                http.send(json.isEmpty() ? call.build() : call.json(json).build());
        if (!reply.isSuccess()) {
            throw new IllegalStateException(reply + ": " + reply.text());
        }
        return reply.text();
    }

    /** What it answers over DNS: each record as its TTL and data. */
    List<String> dig(String name, int type) throws IOException {
        Record question = Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN);
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), dnsPort));
        resolver.setTimeout(PATIENCE);
        return resolver.send(Message.newQuery(question)).getSection(Section.ANSWER).stream()
                .map(record -> record.getTTL() + " " + record.rdataToString())
                .sorted()
                .toList();
    }

    private boolean answers() throws InterruptedException {
        try {
            api("GET", "", "");
            return true;
        } catch (HttpException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
