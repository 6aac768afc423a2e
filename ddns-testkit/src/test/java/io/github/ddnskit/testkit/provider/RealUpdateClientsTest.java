package io.github.ddnskit.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.peers.UpdateProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ddclient and inadyn, as Debian has them, update a host of {@link FakeDyndns2}. */
final class RealUpdateClientsTest {

    private static final Hostname HOME = Hostname.of("home.example.org");

    /** What both send: the parameter "system" is from the early days of the protocol. */
    private static final Dialect OLD = Dialect.fromJson("""
            { "id": "old", "name": "Old", "home": "https://example.org/", "docs": "https://example.org/",
              "evidence": ["official"], "checked": "2026-11-22", "url": "https://members.example.org/nic/update",
              "families": "list", "parameters": {"system": "dyndns", "hostname": "{host}", "myip": "{ip}"} }
            """);

    private final FakeDyndns2 service = FakeDyndns2.of(OLD).host(HOME).requireUserAgent();
    private final FakeHttp http = FakeHttp.startPlain(sent -> service.answer(new HttpExchange(
            sent.method(), "members.example.org", sent.target(), sent.headers(), sent.body(), sent.family())));
    private final String server = "127.0.0.1:" + http.addresses().get(0).getPort();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void ddclientUpdates() throws Exception {
        Path config = Files.writeString(folder.resolve("ddclient.conf"), """
                daemon=0
                ssl=no
                cache=%1$s/cache
                pid=%1$s/pid
                use=ip, ip=203.0.113.8
                protocol=dyndns2, server=%2$s, login=user, password=password home.example.org
                """.formatted(folder, server));
        run(List.of(
                Peers.require("ddclient").toString(),
                "-foreground",
                "-daemon=0",
                "-force",
                "-file",
                config.toString()));
    }

    @Test
    void inadynUpdates() throws Exception {
        Path config = Files.writeString(folder.resolve("inadyn.conf"), """
                period = 300
                verify-address = false
                custom old {
                  ssl = false
                  username = user
                  password = password
                  checkip-command = "echo 203.0.113.8"
                  ddns-server = "%s"
                  ddns-path = "/nic/update?system=dyndns&hostname=%%h&myip=%%i"
                  ddns-response = { "good", "nochg" }
                  hostname = home.example.org
                }
                """.formatted(server));
        run(List.of(
                Peers.require("inadyn").toString(),
                "-1",
                "-n",
                "-C",
                "--force",
                "--no-pidfile",
                "--cache-dir=" + folder,
                "-f",
                config.toString()));
    }

    private void run(List<String> command) throws Exception {
        String said = UpdateProgram.run(
                command,
                folder.resolve("output"),
                () -> !service.addresses(HOME, AddressFamily.IPV4).isEmpty());
        assertThat(service.addresses(HOME, AddressFamily.IPV4))
                .as("%s; it said: %s", service.exchanges(), said)
                .containsExactly(IpLiteral.parse("203.0.113.8"));
    }
}
