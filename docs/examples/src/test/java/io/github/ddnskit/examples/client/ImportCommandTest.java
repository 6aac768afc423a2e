package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Host;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.examples.guide.CodeBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCommandTest {

    private static final String CANARY = "c4n4ry";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void ddclientsHostsKeepTheirLoginsAndTimes() throws Exception {
        Program program = convert("ddclient.conf", """
                # Configuration of a home server
                daemon=10m                      # check every ten minutes
                syslog=yes
                ssl=yes
                use=web, web=ipify-ipv4
                max-interval=25d

                protocol=noip,                  \\
                login=somebody,                 \\
                password='c4n4ry#, of noip'     \\
                home.ddns.net, nas.ddns.net

                protocol=duckdns, password=c4n4ry-duck myhouse
                protocol=cloudflare, zone=example.org, ttl=300, password=c4n4ry-token www.example.org
                """);
        assertThat(program.exitCode()).isZero();
        JsonNode json = new JsonMapper().readTree(program.out());
        assertThat(json.path("interval").asText()).isEqualTo("PT10M");
        assertThat(json.path("refreshEvery").asText()).isEqualTo("PT600H");
        assertThat(json.path("sources").toString()).isEqualTo("[{\"type\":\"well-known\",\"names\":[\"ipify\"]}]");
        assertThat(json.path("updaters").toString()).isEqualTo("""
                {"noip":{"type":"noip","username":"somebody","password":"c4n4ry#, of noip"},\
                "duckdns":{"type":"duckdns","token":"c4n4ry-duck"},\
                "cloudflare":{"type":"cloudflare","token":"c4n4ry-token"}}""");
        assertThat(json.path("hosts").path(3).path("ttl").asInt()).isEqualTo(300);
        try (DdnsConfig config = accepted(program)) {
            assertThat(config.hosts())
                    .extracting(host -> host.name().toString())
                    .containsExactly("home.ddns.net", "nas.ddns.net", "myhouse.duckdns.org", "www.example.org");
            assertThat(config.hosts())
                    .extracting(Host::families)
                    .allSatisfy(families -> assertThat(families).containsExactly(AddressFamily.IPV4));
        }
        assertThat(program.err())
                .contains("line 3: syslog is left out")
                .contains("line 14: Cloudflare is asked with an API token")
                .doesNotContain(CANARY);
    }

    @Test
    void ddclientsOwnNameServerKeepsItsKey() throws Exception {
        Files.writeString(
                folder.resolve("ddns.key"),
                "key \"ddns-key\" { algorithm hmac-sha256; secret \"YzRuNHJ5LWM0bjRyeS1jNG40cnk=\"; };");
        Program program = convert("ddclient.conf", """
                usev4=ifv4, ifv4=eth0
                usev6=ifv6, ifv6=eth0
                protocol=nsupdate, server=ns1.example.org, zone=example.org, password=ddns.key, ttl=60 home.example.org
                """);
        assertThat(program.exitCode()).isZero();
        try (DdnsConfig config = accepted(program)) {
            Host host = config.hosts().get(0);
            assertThat(host.updater().identity().account()).startsWith("ddns-key");
            assertThat(host.families()).containsExactly(AddressFamily.IPV4, AddressFamily.IPV6);
            assertThat(config.sources()).hasSize(1);
        }
    }

    @Test
    void inadynsHostsKeepTheirLoginsAndTimes() throws Exception {
        Program program = convert("inadyn.conf", """
                period        = 300
                allow-ipv6    = true    # both, please
                /* two accounts at No-IP */
                provider no-ip.com:1 {
                    username = somebody
                    password = "c4n4ry\\"1"
                    hostname = { "home.ddns.net", "nas.ddns.net" }
                    checkip-server = "checkip.example.org"
                    checkip-path   = "/ip"
                }
                provider default@noip.com:2 {
                    username = other
                    password = ${NOIP_PASSWORD}
                    hostname = other.ddns.net
                    user-agent = Mozilla/4.0
                }
                custom namecheap {
                    username    = example.org
                    password    = c4n4ry3
                    ddns-server = dynamicdns.park-your-domain.com
                    ddns-path   = "/update?domain=%u&password=%p&host=%h"
                    hostname    = { "@", "www" }
                }
                """);
        assertThat(program.exitCode()).isZero();
        JsonNode json = new JsonMapper().readTree(program.out());
        assertThat(json.path("interval").asText()).isEqualTo("PT5M");
        assertThat(json.path("updaters").toString()).isEqualTo("""
                {"noip":{"type":"noip","username":"somebody","password":"c4n4ry\\"1"},\
                "noip-2":{"type":"noip","username":"other","password":{"env":"NOIP_PASSWORD"}},\
                "namecheap":{"type":"namecheap","domain":"example.org","password":"c4n4ry3"}}""");
        assertThat(json.path("sources").toString()).contains("https://checkip.example.org/ip", "ipify");
        try (DdnsConfig config = accepted(program)) {
            assertThat(config.hosts())
                    .extracting(host -> host.name().toString())
                    .containsExactly(
                            "home.ddns.net", "nas.ddns.net", "other.ddns.net", "example.org", "www.example.org");
        }
        assertThat(program.err()).contains("line 15: user-agent is left out").doesNotContain(CANARY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ddclient.conf | protocol=googledomains, login=a, password=c4n4ry home.example.org | Google Domains has ended
            ddclient.conf | protocol=dyndns2, server=no.such.server, login=a, password=c4n4ry a.test | not in the catalogue
            ddclient.conf | protocol=noip, password=c4n4ry a.example.org                      | it has no login
            ddclient.conf | protocol=nsupdate, server=ns1.test, password=c4n4ry a.example.org | no file with a key
            ddclient.conf | protocol=noip, login=a, password=b c4n4ry..c4n4ry                 | no name of a host
            inadyn.conf   | provider dhis.org { username = a password = c4n4ry hostname = a.test } | does not know its interface
            inadyn.conf   | provider nowhere { password = c4n4ry }                            | not in the catalogue
            inadyn.conf   | provider duckdns.org { password = c4n4ry hostname = a }           | it has no username
            """)
    void saysWhichHostIsNotCarriedOverAndWhy(String name, String text, String why) throws Exception {
        Program program = convert(name, text);
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.out()).isEmpty();
        assertThat(program.err())
                .contains("line 1: ")
                .contains(why)
                .contains("no host")
                .doesNotContain(CANARY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ddclient.conf | protocol=noip, web-skip="c4n4ry home.example.org  | a quotation mark is missing
            ddclient.conf | protocol = c4n4ry                                 | a space before an equals sign
            inadyn.conf   | provider noip.com { password = "c4n4ry            | a quotation mark is missing
            inadyn.conf   | provider noip.com { password = c4n4ry             | a word is missing
            inadyn.conf   | provider noip.com password = c4n4ry               | a "{" is missing
            inadyn.conf   | period 300 c4n4ry                                 | a "=" is missing
            """)
    void saysWhereAFileIsNotInOrder(String name, String text, String why) throws Exception {
        Program program = convert(name, text);
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.out()).isEmpty();
        assertThat(program.err())
                .startsWith("ddns: ")
                .contains("line 1: ")
                .contains(why)
                .doesNotContain(CANARY)
                .doesNotContain("\tat ");
    }

    /** Every service that the tables name is one of ours, with the fields that it wants. */
    @ParameterizedTest
    @ValueSource(strings = {"ddclient", "inadyn"})
    void theTablesNameWhatTheCatalogueHolds(String program) {
        Catalog catalog = Catalog.load();
        ForeignServices services = new ForeignServices(program, "login", "password");
        assertThat(services.names()).hasSizeGreaterThan(30).allSatisfy(name -> {
            ForeignServices.Service service = services.named(name).orElseThrow();
            if (service.isKnown()) {
                assertThat(catalog.updater(service.type()))
                        .as(name)
                        .hasValueSatisfying(factory -> assertThat(
                                        factory.descriptor().fields())
                                .filteredOn(field ->
                                        field.required() || service.fields().containsKey(field.name()))
                                .extracting(field -> field.name())
                                .containsExactlyInAnyOrderElementsOf(
                                        service.fields().keySet()));
            } else {
                assertThat(service.remark()).isNotEmpty();
            }
        });
    }

    @Test
    void theExamplesOfDebianCanBeRead() throws Exception {
        for (Path example : new Path[] {
            Path.of("/usr/share/doc/ddclient/examples/sample-etc_ddclient.conf"),
            Path.of("/usr/share/doc/inadyn/examples/dyndns.conf"),
            Path.of("/usr/share/doc/inadyn/examples/cloudflare-ipv4-ipv6.conf")
        }) {
            if (Files.exists(example)) {
                assertThat(Program.run(
                                        "import",
                                        example.toString(),
                                        "--format",
                                        example.toString().contains("inadyn") ? "inadyn" : "ddclient")
                                .exitCode())
                        .as(example.toString())
                        .isLessThan(2);
            }
        }
    }

    @Test
    void writesAFileThatOnlyItsOwnerReadsAndOverwritesNone() throws Exception {
        Path from = Files.writeString(folder.resolve("ddclient.conf"), "protocol=duckdns, password=c4n4ry house\n");
        Path to = folder.resolve("ddns.json");
        Program program = Program.run("import", from.toString(), "--output", to.toString());
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).isEmpty();
        assertThat(Files.readString(to)).contains(CANARY);
        if (to.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
                    .isEqualTo("rw-------");
        }
        assertThat(Program.run("import", from.toString(), "--output", to.toString()))
                .satisfies(again -> assertThat(again.exitCode()).isEqualTo(2))
                .satisfies(again -> assertThat(again.err()).contains("exists already"));
    }

    /** Each file on the page becomes the configuration that stands below it. */
    @ParameterizedTest
    @ValueSource(strings = {"ddclient", "inadyn"})
    void thePageShowsWhatIsWritten(String program) throws Exception {
        List<CodeBlock> blocks =
                CodeBlock.of(Path.of("..", "guide", "migration.md")).toList();
        JsonMapper mapper = new JsonMapper();
        int found = 0;
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (blocks.get(i).language().equals(program)) {
                found++;
                Program converted = convert(program + ".conf", blocks.get(i).text());
                assertThat(mapper.readTree(converted.out()))
                        .isEqualTo(mapper.readTree(blocks.get(i + 1).text()));
                assertThat(converted.exitCode()).isZero();
            }
        }
        assertThat(found).isPositive();
    }

    private Program convert(String name, String text) throws IOException {
        return Program.run(
                "import", Files.writeString(folder.resolve(name), text).toString());
    }

    private DdnsConfig accepted(Program program) throws IOException {
        String text = program.out().replaceAll("\\{\\s*\"env\"\\s*:\\s*\"\\w+\"\\s*}", "\"of the environment\"");
        return DdnsConfig.parse(text, folder, Catalog.load());
    }
}
