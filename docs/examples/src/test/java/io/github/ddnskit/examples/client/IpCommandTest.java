package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.testkit.gateway.FakeStunServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void printsWhatASourceSaysOneAddressOnALine() {
        Program program = Program.run("ip", "fixed:1.1.1.1,2606:4700:4700::1111,1.0.0.1");
        assertThat(program.exitCode()).isZero();
        assertThat(program.out().lines()).containsExactly("1.1.1.1", "1.0.0.1", "2606:4700:4700::1111");
        assertThat(program.err()).isEmpty();
    }

    @Test
    void printsOneFamilyIfAsked() {
        assertThat(Program.run("ip", "--family", "4", "fixed:1.1.1.1,2606:4700:4700::1111")
                        .out())
                .isEqualToIgnoringNewLines("1.1.1.1");
        Program none = Program.run("ip", "--family", "6", "fixed:1.1.1.1");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("no source knows an address");
    }

    @Test
    void prefersTheFirstSourceWhoseAddressMayBePublished() throws IOException {
        Path file = Files.writeString(folder.resolve("address.txt"), "1.1.1.1\n");
        assertThat(Program.run("ip", "fixed:10.0.0.1", "file:" + file).out()).isEqualToIgnoringNewLines("1.1.1.1");
    }

    @Test
    void warnsAboutAnAddressThatIsNotGlobal() {
        Program program = Program.run("ip", "fixed:192.168.1.4");
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).isEqualToIgnoringNewLines("192.168.1.4");
        assertThat(program.err())
                .contains("192.168.1.4 is in 192.168.0.0/16 Private-Use", "unless private addresses are allowed");
    }

    @Test
    void runsACommandWithItsArguments() {
        assertThat(Program.run("ip", "command:/bin/echo 1.1.1.1").out()).isEqualToIgnoringNewLines("1.1.1.1");
    }

    @Test
    void asksAnySourceOfTheCatalogueByItsFirstSetting() {
        try (FakeStunServer stun = FakeStunServer.start()) {
            String address = "127.0.0.1:" + stun.addresses()[0].getPort();
            Program program = Program.run("ip", "--family", "4", "--explain", "stun:" + address);
            assertThat(program.out()).contains("stun:" + address).contains("192.0.2.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "interface, interface",
        "nat-pmp:192.168.1.1, nat-pmp:192.168.1.1",
        "'pcp:192.168.1.1,2001:db8::1', 'pcp:192.168.1.1,2001:db8::1'",
        "upnp, upnp",
        "http:https://ip.example.org/, http:ip.example.org",
        "'well-known:ipify,dedyn', 'well-known:ipify,dedyn'",
        "command:/bin/echo 1.1.1.1, command:/bin/echo",
    })
    void makesASourceOfAnyType(String text, String id) {
        try (IpSource source = SourceText.parse(text)) {
            assertThat(source.id()).hasToString(id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | \"nonsense\" is not a source: write interface, | nat-pmp, pcp, stun,",
                "nonsense:x | \"nonsense:x\" is not a source | well-known",
                "interface: | nothing stands behind \"interface:\": the name of an interface | eth0",
                "stun | \"stun\" needs \"server\", which stands behind a colon | STUN server",
                "dns-whoami:192.0.2.1 | \"dns-whoami\" needs \"name\", which fits in a file for --config only | stands for",
                "suffix | give either the suffix or the hardware address | host",
                "fixed:192.0.2 | 192.0.2 | IPv6",
            })
    void saysWhatASourceIsIfThisIsNone(String source, String words, String more) {
        Program program = Program.run("ip", source);
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains(words).contains(more);
    }

    @Test
    void asksAllInterfacesIfNothingElseIsSaid() {
        assertThat(Program.run("ip", "--explain").out()).contains("interface").doesNotContain("127.0.0.1");
    }

    @Test
    void saysThatNothingIsKnown() {
        Program program = Program.run("ip", "file:" + folder.resolve("missing"));
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.err()).contains("--explain");
    }

    @Test
    void explainsEverySourceAndWhatItsAnswerIsWorth() {
        Program program = Program.run(
                "ip",
                "--family",
                "4",
                "--explain",
                "file:/nowhere",
                "fixed:10.0.0.1",
                "fixed:1.1.1.1",
                "fixed:1.0.0.1");
        assertThat(program.exitCode()).isZero();
        assertThat(program.out().lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("SOURCE"),
                        unknown -> assertThat(unknown)
                                .contains("file:/nowhere", "none", "does not count: there is no file"),
                        refused -> assertThat(refused)
                                .contains("10.0.0.1", "private", "does not count: 10.0.0.1 is in 10.0.0.0/8"),
                        chosen -> assertThat(chosen).contains("1.1.1.1", "global", " ms  counts: "),
                        second -> assertThat(second).contains("1.0.0.1", "global", "a source before it"));
    }

    @Test
    void explainsTheSameToPrograms() throws IOException {
        Program program = Program.run("ip", "--json", "file:/nowhere", "fixed:100.64.0.9", "fixed:1.1.1.1");
        assertThat(program.exitCode()).isZero();
        JsonNode ipv4 = new JsonMapper().readTree(program.out()).get(0);
        assertThat(ipv4.at("/family").asText()).isEqualTo("ipv4");
        assertThat(ipv4.at("/addresses/0").asText()).isEqualTo("1.1.1.1");
        assertThat(ipv4.at("/votes/0/unknown").asText()).contains("there is no file");
        assertThat(ipv4.at("/votes/1/why").asText()).contains("shared addresses");
        assertThat(ipv4.at("/votes/2/counted").asBoolean()).isTrue();
    }

    @Test
    void asksTheSourcesOfAConfigurationAndAllowsWhatItAllows() throws IOException {
        Path config = Files.writeString(folder.resolve("ddns.json"), """
                { "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ], "allow": ["documentation"],
                  "updaters": { "bind": { "type": "rfc2136", "server": "127.0.0.1" } },
                  "hosts": [ { "name": "home.example.test", "updater": "bind" } ] }
                """);
        Program program = Program.run("ip", "--config", config.toString());
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).isEqualToIgnoringNewLines("192.0.2.7");
        assertThat(program.err()).isEmpty();
    }
}
