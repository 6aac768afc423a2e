package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.dyndns2.RecordingProxy.Seen;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.peers.UpdateProgram;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ddclient and inadyn, as Debian has them, send to the services that they know too: host, path, parameters and
 * authentication are ours, or the file {@code peers.txt} says what differs and why.
 */
class OtherProgramsTest {

    /** A service of another program: what it calls it, our row, and the login that it is given. */
    private record Known(String name, String row, String username, String password) {
        /** Every service has a name of its own, by which its request is found again. */
        String host() {
            String suffix = Dialect.of(row).request().suffix();
            return row + "." + (suffix.isEmpty() ? "example.org" : suffix);
        }
    }

    private static final List<Known> DDCLIENT = List.of(
            new Known("1984", "1984", "", "token"),
            new Known("changeip", "changeip", "user", "password"),
            new Known("dnsexit", "dnsexit", "user", "password"),
            new Known("dondominio", "dondominio", "user", "password"),
            new Known("duckdns", "duckdns", "", "token"),
            new Known("dyndns2", "dyn", "user", "password"),
            new Known("easydns", "easydns", "user", "password"),
            new Known("freemyip", "freemyip", "", "token"),
            new Known("njalla", "njalla", "", "token"),
            new Known("noip", "noip", "user", "password"),
            new Known("ovh", "ovh-dynhost", "user", "password"),
            new Known("zoneedit1", "zoneedit", "user", "password"));

    private static final List<Known> INADYN = List.of(
            new Known("ipv4@nsupdate.info", "nsupdate-info", "nsupdate-info.example.org", "password"),
            new Known("default@duckdns.org", "duckdns", "token", "none"),
            new Known("default@freemyip.com", "freemyip", "user", "token"),
            new Known("default@loopia.com", "loopia", "user", "password"),
            new Known("default@dyndns.org", "dyn", "user", "password"),
            new Known("default@noip.com", "noip", "user", "password"),
            new Known("default@easydns.com", "easydns", "user", "password"),
            new Known("default@dnsomatic.com", "dnsomatic", "user", "password"),
            new Known("dyndns@he.net", "he", "he.example.org", "token"),
            new Known("default@dnsexit.com", "dnsexit", "user", "password"),
            new Known("default@zoneedit.com", "zoneedit", "user", "password"),
            new Known("default@changeip.com", "changeip", "user", "password"),
            new Known("default@ovh.com", "ovh-dynhost", "user", "password"),
            new Known("default@duiadns.net", "duiadns", "user", "password"),
            new Known("default@ddnss.de", "ddnss", "user", "token"),
            new Known("default@dynv6.com", "dynv6", "token", "none"),
            new Known("default@spdyn.de", "spdyn", "user", "password"),
            new Known("default@strato.com", "strato", "user", "password"),
            new Known("dyndns@3322.org", "pubyun", "user", "password"),
            new Known("default@dynu.com", "dynu", "user", "password"),
            new Known("default@selfhost.de", "selfhost", "user", "password"));

    @TempDir
    private Path folder;

    @Test
    void ddclientSendsTheSame() throws Exception {
        Path ddclient = Peers.require("ddclient");
        HeldCertificate held = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        HandshakeCertificates certificates =
                new HandshakeCertificates.Builder().heldCertificate(held).build();
        try (RecordingProxy proxy = new RecordingProxy(certificates.sslContext().getServerSocketFactory())) {
            Path trusted = Files.writeString(folder.resolve("ca.pem"), held.certificatePem());
            StringBuilder config = new StringBuilder("daemon=0\nssl=yes\nproxy=127.0.0.1:" + proxy.port()
                    + "\nssl_ca_file=" + trusted + "\ncache=" + folder.resolve("cache") + "\npid="
                    + folder.resolve("pid") + "\nuse=ip, ip=203.0.113.8\n");
            for (Known known : DDCLIENT) {
                config.append("protocol=").append(known.name());
                config.append(known.username().isEmpty() ? "" : ", login=" + known.username());
                config.append(", password=").append(known.password()).append(' ');
                config.append(known.host()).append('\n');
            }
            Path file = Files.writeString(folder.resolve("ddclient.conf"), config);
            run(
                    proxy,
                    DDCLIENT,
                    List.of(
                            ddclient.toString(),
                            "-foreground",
                            "-daemon=0",
                            "-force",
                            "-file",
                            file.toString(),
                            "-timeout",
                            "20"));
            compare("ddclient", DDCLIENT, proxy.seen());
        }
    }

    /** It connects where it wants to: proxychains makes it connect to the proxy. */
    @Test
    void inadynSendsTheSame() throws Exception {
        Path inadyn = Peers.require("inadyn");
        Path proxychains = Peers.require("proxychains4");
        try (RecordingProxy proxy = new RecordingProxy(ServerSocketFactory.getDefault())) {
            Path chain = Files.writeString(
                    folder.resolve("proxychains.conf"),
                    "strict_chain\nquiet_mode\nproxy_dns\ntcp_connect_time_out 60000\ntcp_read_time_out 60000\n[ProxyList]\nhttp 127.0.0.1 "
                            + proxy.port() + "\n");
            StringBuilder config = new StringBuilder("period = 300\nverify-address = false\n");
            for (Known known : INADYN) {
                config.append("provider ").append(known.name()).append(" {\n  ssl = false\n");
                config.append("  username = ").append(known.username()).append('\n');
                config.append("  password = ").append(known.password()).append('\n');
                config.append("  checkip-command = \"echo 203.0.113.8\"\n");
                config.append("  hostname = ").append(known.host()).append("\n}\n");
            }
            Path file = Files.writeString(folder.resolve("inadyn.conf"), config);
            run(
                    proxy,
                    INADYN,
                    List.of(
                            proxychains.toString(),
                            "-q",
                            "-f",
                            chain.toString(),
                            inadyn.toString(),
                            "-1",
                            "-n",
                            "-C",
                            "--force",
                            "--no-pidfile",
                            "--cache-dir=" + folder,
                            "-l",
                            "err",
                            "-f",
                            file.toString()));
            compare("inadyn", INADYN, proxy.seen());
        }
    }

    /** Runs a program until it has sent what it should. */
    private void run(RecordingProxy proxy, List<Known> all, List<String> command) throws Exception {
        UpdateProgram.run(
                command,
                folder.resolve("output"),
                () -> all.stream().allMatch(known -> find(known, proxy.seen()).isPresent()));
    }

    private static Optional<Seen> find(Known known, List<Seen> seen) {
        // a name may be sent without the domain of the service
        String name = known.row() + ".";
        return seen.stream()
                .filter(one -> Stream.concat(one.parameters().values().stream(), Stream.of(one.login()))
                        .anyMatch(value -> value.startsWith(name) || value.equals(known.row())))
                .findFirst();
    }

    private static void compare(String program, List<Known> all, List<Seen> seen) throws Exception {
        Map<String, String> reviewed = reviewed();
        List<String> differences = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        try (Lab lab = new Lab()) {
            for (Known known : all) {
                String theirs = find(known, seen)
                        .map(one -> {
                            try {
                                return difference(one, ours(lab, known));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .orElse("sent nothing");
                String key = program + " " + known.name() + " | ";
                differences.add(key + theirs);
                String approved = reviewed.getOrDefault(program + " " + known.name(), "same");
                expected.add(key + approved);
            }
        }
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "peers-" + program + ".txt"), differences);
        assertThat(differences).isEqualTo(expected);
    }

    private static Seen ours(Lab lab, Known known) throws InterruptedException {
        Dialect row = Dialect.of(known.row());
        FakeDyndns2 service = lab.serve(row).host(Hostname.of(known.host()));
        try (Dyndns2Updater updater =
                lab.updater(row).allowDeletingOtherFamily().build()) {
            updater.update(Update.of(Hostname.of(known.host()), Goal.publish("203.0.113.8"), Goal.keep()));
        }
        HttpExchange exchange = service.exchanges().get(0);
        URI target = URI.create(exchange.target());
        return new Seen(
                exchange.host(),
                target.getRawPath(),
                RecordingProxy.parameters(exchange.body().isEmpty() ? target.getRawQuery() : exchange.body()),
                exchange.basic().orElse(""));
    }

    private static String difference(Seen theirs, Seen ours) {
        List<String> differences = new ArrayList<>();
        add(differences, "host", theirs.host(), ours.host());
        add(differences, "path", theirs.path(), ours.path());
        TreeSet<String> names = new TreeSet<>(theirs.parameters().keySet());
        names.addAll(ours.parameters().keySet());
        for (String name : names) {
            add(
                    differences,
                    name,
                    theirs.parameters().getOrDefault(name, "nothing"),
                    ours.parameters().getOrDefault(name, "nothing"));
        }
        add(differences, "login", theirs.login(), ours.login());
        return differences.isEmpty() ? "same" : String.join("; ", differences);
    }

    private static void add(List<String> differences, String what, String theirs, String ours) {
        if (!theirs.equals(ours)) {
            differences.add(
                    what + " " + (theirs.isEmpty() ? "none" : theirs) + ", ours " + (ours.isEmpty() ? "none" : ours));
        }
    }

    /** The differences that people looked at: a line of the file is program and service, difference, reason. */
    private static Map<String, String> reviewed() throws IOException {
        Map<String, String> reviewed = new LinkedHashMap<>();
        try (InputStream in = OtherProgramsTest.class.getResourceAsStream("peers.txt")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split(" \\| ", -1);
                    assertThat(parts).as(line).hasSize(3);
                    assertThat(parts[2])
                            .as("the reason in: %s", line)
                            .hasSizeGreaterThan(20)
                            .endsWith(".");
                    reviewed.put(parts[0], parts[1]);
                }
            }
        }
        return reviewed;
    }
}
