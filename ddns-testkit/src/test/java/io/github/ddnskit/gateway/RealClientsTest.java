package io.github.ddnskit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.Prefix;
import io.github.ddnskit.peers.Knotd;
import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.Pdns;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.peers.UpdateProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people have updates names in real servers through the gateway. */
class RealClientsTest {

    /**
     * By device, what is entered there, with its own placeholders.
     *
     * <ul>
     *   <li>avm: asheiduk.de/post/fritzbox-dyndns and AVM's knowledge base, "Setting up dynamic DNS in the FRITZ!Box"
     *   <li>synology: kb.synology.com, DSM 7, AdminCenter/connection_ddns, "Customize Provider"
     *   <li>unifi: inadyn.conf(5) and its {@code custom} providers, which UniFi OS runs
     *   <li>openwrt: net/ddns-scripts in the packages of OpenWrt, {@code update_url}
     *   <li>hpe: the command {@code url} of a DDNS policy in the command references of HPE
     *   <li>yamaha: RTX routers have no placeholders; a Lua script makes the URL for {@code rt.httprequest}
     *   <li>key-alone: i.open.ad.jp/api, a URL without placeholders
     * </ul>
     */
    private static final Map<String, String> TEMPLATES = new LinkedHashMap<>(Map.of(
            "avm", "/nic/update?hostname=<domain>&myip=<ipaddr>,<ip6addr>",
            "avm-two", "/update?domain=<domain>&token=<pass>&ip=<ipaddr>&ipv6=<ip6addr>",
            "synology", "/nic/update?hostname=__HOSTNAME__&myip=__MYIP__&username=__USERNAME__&password=__PASSWORD__",
            "unifi", "/nic/update?hostname=%h&myip=%i",
            "openwrt", "/nic/update?hostname=[DOMAIN]&myip=[IP]",
            "hpe", "/nic/update?system=dyndns&hostname=<h>&myip=<a>",
            "yamaha", "/nic/update?hostname=yamaha.example.test&myip=203.0.113.9",
            "key-alone", "/api/renew/?<KEY>=2001:db8::9"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private enum Software {
        BIND,
        KNOT,
        POWERDNS;

        PeerServer start() {
            return switch (this) {
                case BIND -> Named.start();
                case KNOT -> Knotd.start();
                case POWERDNS -> Pdns.start();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void curlAndTheTemplatesOfRoutersUpdateNames(Software software) throws Exception {
        try (PeerServer peer = software.start();
                Service service = Service.tls(Service.updater(peer), hosts())) {
            AccountToken.Fresh token = AccountToken.create(Hostname.of("key-alone.example.test"));
            AccountToken.Fresh second = AccountToken.create(Hostname.of("avm-two.example.test"));
            service.accounts.change(
                    "alice",
                    alice -> alice.map(
                            one -> one.withToken(token.kept(), Instant.MAX).withToken(second.kept(), Instant.MAX)));
            Path trusted = Files.writeString(folder.resolve("ca.pem"), Service.certificatePem());
            for (Map.Entry<String, String> template : TEMPLATES.entrySet()) {
                String host = template.getKey() + ".example.test";
                boolean key = template.getKey().equals("key-alone");
                String target = fill(template.getValue(), host, key ? token.text() : second.text());
                boolean inUrl = key || target.contains("token=") || target.contains("password=");
                Tool curl = Tool.run(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--globoff",
                        "--cacert",
                        trusted.toString(),
                        "--user",
                        inUrl ? ":" : "alice:" + Service.PASSWORD,
                        service.base() + target);
                assertThat(curl.stdout()).as(template.getKey() + curl.stderr()).contains("good");
                assertThat(peer.data(host, key ? "AAAA" : "A"))
                        .as(template.getKey())
                        .containsExactly(key ? "2001:db8:0:0:0:0:0:9" : "203.0.113.9");
            }
            assertThat(service.ask("/nic/update?hostname=unifi.example.test&offline=yes")
                            .body())
                    .startsWith("good");
            assertThat(peer.data("unifi.example.test", "A")).isEmpty();
        }
    }

    /**
     * What NEC's UNIVERGE IX-R and IX-V send whose {@code query} names no address: a {@code url} and a {@code query} of
     * one's own, and where that comes from is the address
     * (support.necplatforms.co.jp/ix-nrv/manual/fd/02_router/16-1_ddns.html). How they write placeholders we have not seen.
     */
    @ParameterizedTest
    @EnumSource
    void aUrlWithoutAnAddressPublishesTheOneItComesFrom(Software software) throws Exception {
        String host = "nec.example.test";
        try (PeerServer peer = software.start();
                Service service = Service.plain(
                        Service.updater(peer), builder -> builder.trustProxy(Prefix.parse("127.0.0.1/32")), host)) {
            AccountToken.Fresh token = AccountToken.create(Hostname.of(host));
            service.accounts.change("alice", alice -> alice.map(one -> one.withToken(token.kept(), Instant.MAX)));
            Tool curl = Tool.run(
                    "curl",
                    "--silent",
                    "--show-error",
                    "--header",
                    "X-Forwarded-For: 203.0.113.7", // for 127.0.0.1 is not published
                    service.base() + "/api/renew/?" + token.text());
            assertThat(curl.stdout()).as(curl.stderr()).contains("good");
            assertThat(peer.data(host, "A")).containsExactly("203.0.113.7");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ddclientUpdatesAName(Software software) throws Exception {
        Path ddclient = Peers.require("ddclient");
        try (PeerServer peer = software.start();
                Service service = Service.tls(Service.updater(peer), "ddclient.example.test")) {
            Path trusted = Files.writeString(folder.resolve("ca.pem"), Service.certificatePem());
            Path config = Files.writeString(
                    folder.resolve("ddclient.conf"),
                    "daemon=0\nssl=yes\nssl_ca_file=" + trusted + "\ncache=" + folder.resolve("cache") + "\npid="
                            + folder.resolve("pid") + "\nuse=ip, ip=203.0.113.8\nprotocol=dyndns2, server=127.0.0.1:"
                            + service.port() + ", login=alice, password=" + Service.PASSWORD
                            + " ddclient.example.test\n");
            String said = run(
                    peer,
                    "ddclient.example.test",
                    List.of(
                            ddclient.toString(),
                            "-foreground",
                            "-daemon=0",
                            "-force",
                            "-verbose",
                            "-file",
                            config.toString()));
            assertThat(peer.data("ddclient.example.test", "A")).as(said).containsExactly("203.0.113.8");
        }
    }

    @ParameterizedTest
    @EnumSource
    void inadynUpdatesAName(Software software) throws Exception {
        Path inadyn = Peers.require("inadyn");
        try (PeerServer peer = software.start();
                Service service = Service.plain(Service.updater(peer), "inadyn.example.test")) {
            Path config =
                    Files.writeString(folder.resolve("inadyn.conf"), """
                    period = 300
                    verify-address = false
                    custom ours {
                      ssl = false
                      username = alice
                      password = %s
                      checkip-command = "echo 203.0.113.8"
                      ddns-server = 127.0.0.1:%d
                      ddns-path = "/nic/update?hostname=%%h&myip=%%i"
                      hostname = inadyn.example.test
                    }
                    """.formatted(Service.PASSWORD, service.port()));
            String said = run(
                    peer,
                    "inadyn.example.test",
                    List.of(
                            inadyn.toString(),
                            "-1",
                            "-n",
                            "-C",
                            "--force",
                            "--no-pidfile",
                            "--cache-dir=" + folder,
                            "-l",
                            "debug",
                            "-f",
                            config.toString()));
            assertThat(peer.data("inadyn.example.test", "A")).as(said).containsExactly("203.0.113.8");
        }
    }

    private String run(PeerServer peer, String host, List<String> command) throws IOException, InterruptedException {
        return UpdateProgram.run(
                command, folder.resolve("output"), () -> !peer.data(host, "A").isEmpty());
    }

    private static String[] hosts() {
        return TEMPLATES.keySet().stream().map(name -> name + ".example.test").toArray(String[]::new);
    }

    private static String fill(String template, String host, String token) {
        String filled = template;
        for (String place : List.of("<domain>", "__HOSTNAME__", "%h", "[DOMAIN]", "<h>")) {
            filled = filled.replace(place, host);
        }
        for (String place : List.of("<ipaddr>", "__MYIP__", "%i", "[IP]", "<a>")) {
            filled = filled.replace(place, "203.0.113.9");
        }
        // a line without IPv6, as most are
        return filled.replace("<ip6addr>", "")
                .replace("<pass>", token)
                .replace("<KEY>", token)
                .replace("__USERNAME__", "alice")
                .replace("__PASSWORD__", Service.PASSWORD);
    }
}
