package io.github.ddnskit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.GatewaySignal;
import io.github.ddnskit.policy.AbsencePolicy;
import io.github.ddnskit.policy.ClosePolicy;
import io.github.ddnskit.policy.UpdatePolicy;
import io.github.ddnskit.policy.Verification;
import io.github.ddnskit.spi.UpdaterFactories;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ResourceLock(PaperUpdaterFactory.LOCK)
class DdnsConfigTest {

    private static final String WHOLE = """
            { "state": "ddns.state", "interval": "PT5M",
              "sources": [ {"type": "interface", "name": "eth0"}, {"type": "file", "path": "address.txt"} ],
              "updaters": { "office": { "type": "paper", "server": "127.0.0.1:5353", "ttl": 60, "dry": true,
                  "wait": "PT1S", "log": "sub/log", "tags": ["a", "b"],
                  "code": "1234", "colours": ["red"],
                  "key": { "name": "ddns-key.", "algorithm": "round", "secret": {"env": "PATH"}, "pin": "9876" } } },
              "hosts": [ { "name": "home.example.test", "updater": "office", "families": ["ipv4", "ipv6"],
                  "ttl": 120, "wildcard": true, "mx": "mail.example.test" } ],
              "allow": ["private", "documentation"], "absence": {"removeAfter": "PT1H"}, "onClose": "withdraw",
              "minimumInterval": "PT10M", "refreshEvery": "P20D",
              "verification": {"mode": "guard", "patience": "PT2M", "every": "PT1H", "repairEvery": "PT30M"} }
            """;

    private static final String SHORT = """
            { "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ], "allow": ["documentation"],
              "updaters": { "office": { "type": "paper", "server": "here" } },
              "hosts": [ { "name": "home.example.test", "updater": "office" } ] }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @AfterEach
    void everyUpdaterIsClosedInTheEnd() {
        assertThat(PaperUpdaterFactory.OPEN).hasValue(0);
    }

    @Test
    void readsEverythingThatAFileMayHold() throws Exception {
        try (DdnsConfig config = read(WHOLE)) {
            assertThat(config.sources())
                    .extracting(source -> source.id().toString())
                    .containsExactly("interface:eth0", "file:" + folder.resolve("address.txt"));
            assertThat(config.allowed()).containsOnly(AddressClass.PRIVATE, AddressClass.DOCUMENTATION);
            Host host = config.hosts().get(0);
            assertThat(host.name()).isEqualTo(Hostname.of("home.example.test"));
            assertThat(host.families()).containsOnly(AddressFamily.IPV4, AddressFamily.IPV6);
            assertThat(host.options().ttl()).isEqualTo(Duration.ofMinutes(2));
            assertThat(host.options().wildcard()).isTrue();
            assertThat(host.options().mailExchanger()).isEqualTo(Hostname.of("mail.example.test"));
            assertThat(config.stateFile()).hasValue(folder.resolve("ddns.state"));
            assertThat(config.policy())
                    .isEqualTo(UpdatePolicy.standard()
                            .withAbsence(AbsencePolicy.removeAfter(Duration.ofHours(1)))
                            .withOnClose(ClosePolicy.WITHDRAW)
                            .withMinimumInterval(Duration.ofMinutes(10))
                            .withRefreshEvery(Duration.ofDays(20)));
            assertThat(config.verification())
                    .isEqualTo(
                            new Verification.Guard(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofMinutes(30)));
            assertThat(config).hasToString("DdnsConfig[2 sources, 1 hosts, every PT5M]");
        }
    }

    @Test
    void makesAClientThatPublishesAndRemembers() throws Exception {
        String json = SHORT.replace("{ \"sources\"", "{ \"state\": \"sub/ddns.state\", \"sources\"");
        try (DdnsConfig config = read(json);
                DdnsClient client = config.client().build()) {
            DdnsStatus status = client.checkNow().get(120, TimeUnit.SECONDS);
            assertThat(status.record(Hostname.of("home.example.test"), AddressFamily.IPV4))
                    .hasValueSatisfying(record -> assertThat(record.upToDate()).isTrue());
            assertThatThrownBy(config::client).isInstanceOf(IllegalStateException.class);
        }
        assertThat(folder.resolve("sub/ddns.state")).content().contains("home.example.test ipv4");
    }

    @Test
    void keepsRecordsAndLooksAtNothingUnlessToldSo() throws Exception {
        try (DdnsConfig config = read(SHORT)) {
            assertThat(config.policy()).isEqualTo(UpdatePolicy.standard());
            assertThat(config.verification()).isEqualTo(Verification.none());
            assertThat(config.stateFile()).isEmpty();
        }
        String confirm = SHORT.replaceFirst("\\{", "{ \"verification\": {\"mode\": \"confirm\"}, ");
        try (DdnsConfig config = read(confirm)) {
            assertThat(config.verification()).isEqualTo(Verification.confirm());
        }
        String guard = SHORT.replaceFirst("\\{", "{ \"verification\": {\"mode\": \"guard\"}, ");
        try (DdnsConfig config = read(guard)) {
            assertThat(config.verification()).isEqualTo(Verification.guard());
        }
    }

    @Test
    void changesAClientThatRuns() throws Exception {
        String remembering = SHORT.replaceFirst("\\{", "{ \"state\": \"ddns.state\", ");
        String office = "\"updater\": \"office\" } ]";
        String second = ", { \"name\": \"shop.example.test\", \"updater\": \"office\" } ]";
        try (DdnsConfig before = read(remembering);
                DdnsClient client = before.client().build();
                DdnsConfig after = read(remembering.replace(office, office.replace(" ]", second)))) {
            client.checkNow().get(120, TimeUnit.SECONDS);
            client.reconfigure(after.changes());
            DdnsStatus status = client.checkNow().get(120, TimeUnit.SECONDS);
            assertThat(status.record(Hostname.of("shop.example.test"), AddressFamily.IPV4))
                    .hasValueSatisfying(record -> assertThat(record.upToDate()).isTrue());
            assertThatThrownBy(after::changes).isInstanceOf(IllegalStateException.class);
        }
        assertThat(folder.resolve("ddns.state")).content().contains("home.example.test", "shop.example.test");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                                            | InterfaceSignal ClockSignal FileSignal
            "signals": [],                  |
            "signals": ["clock", "clock"],  | ClockSignal
            "signals": ["file"],            | FileSignal
            """)
    void hasTheSignalsThatItNamesOrThoseThatCostNothing(String signals, String expected) throws Exception {
        String json = WHOLE.replaceFirst("\\{", "{ " + (signals == null ? "" : signals));
        try (DdnsConfig config = read(json)) {
            assertThat(config.signals())
                    .extracting(signal -> signal.getClass().getSimpleName())
                    .containsExactly(expected == null ? new String[0] : expected.split(" ", -1));
        }
    }

    @Test
    void listensToTheGatewayIfASourceAsksIt() throws Exception {
        String json = WHOLE.replace(
                "{\"type\": \"interface\", \"name\": \"eth0\"}",
                "{\"type\": \"nat-pmp\", \"gateway\": \"192.168.1.1\"}");
        try (DdnsConfig config = read(json)) {
            assertThat(config.signals().stream().anyMatch(GatewaySignal.class::isInstance))
                    .isEqualTo(Files.isReadable(Path.of("/proc/net/route")));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "nat-pmp"}                                      | with ip monitor
            {"type": "upnp"}                                         | with ip monitor
            {"type": "upnp", "events": false}, {"type": "nat-pmp"}   | with ip monitor
            {"type": "upnp"}, {"type": "nat-pmp"}                    | polling
            """)
    void takesAtMostTwoThreadsForSignals(String sources, String expected) throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/route")), "this system tells its routes");
        try (DdnsConfig config = read(WHOLE.replace("{\"type\": \"interface\", \"name\": \"eth0\"}", sources))) {
            assertThat(config.signals().get(0)).hasToString("interface signal, " + expected);
        }
    }

    @Test
    void publishesAllThatTheUpdaterCanWhenFamiliesAreLeftOut() throws Exception {
        try (DdnsConfig config = read(SHORT.replace("here", "old"))) {
            assertThat(config.hosts().get(0).families()).containsOnly(AddressFamily.IPV4);
        }
    }

    @Test
    void readsAFileAndItsSecretFile() throws Exception {
        Files.writeString(folder.resolve("key"), "c2VjcmV0\n");
        Path file = Files.writeString(
                folder.resolve("ddns.json"), "\ufeff" + WHOLE.replace("{\"env\": \"PATH\"}", "{\"file\": \"key\"}"));
        DdnsConfig.read(file).close();
    }

    @Test
    void saysThatThereIsNoFile() {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> DdnsConfig.read(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("does not exist");
    }

    @Test
    void saysThatAFolderIsNoConfigurationAndNeitherIsLatin1() throws IOException {
        assertThatThrownBy(() -> DdnsConfig.read(folder)).isInstanceOf(ConfigException.class);
        Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'{', (byte) 0xe4, '}'});
        assertThatThrownBy(() -> DdnsConfig.read(latin1)).hasMessageContaining("UTF-8");
    }

    @Test
    void reportsEveryErrorAtOnceEachWithItsPath() {
        String json = """
                { "intervall": "PT5M", "state": 7, "allow": ["private", "secret"],
                  "sources": [ {"type": "interfaze"}, {"type": "file"}, 5 ],
                  "updaters": { "office": { "type": "paper", "ttl": "60", "key": {"secret": {"env": "NO_SUCH"}} } },
                  "hosts": [ { "name": "home..test", "updater": "ofice", "families": ["ipv4", "ipv5"] },
                             { "name": "a.test", "updater": "office", "ttl": -1 },
                             { "name": "A.test.", "updater": "office", "wildcard": "yes" } ] }
                """;
        assertThat(problems(json))
                .extracting(ConfigException.Problem::path)
                .containsExactlyInAnyOrder(
                        "$.intervall",
                        "$.state",
                        "$.allow[1]",
                        "$.sources[0].type",
                        "$.sources[1].path",
                        "$.sources[2]",
                        "$.updaters.office.server",
                        "$.updaters.office.ttl",
                        "$.updaters.office.key.name",
                        "$.updaters.office.key.secret.env",
                        "$.hosts[0].name",
                        "$.hosts[0].updater",
                        "$.hosts[0].families[1]",
                        "$.hosts[1].ttl",
                        "$.hosts[2].name",
                        "$.hosts[2].wildcard");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "interval": "PT5M"      | "interval": "5 minutes"   | $.interval: must be a duration such as "PT5M"
            "interval": "PT5M"      | "interval": "PT0.5S"      | $.interval: must be at least a second, "PT1S"
            "interval"              | "interwall"               | $.interwall: is not known here; did you mean "interval"? allowed: sources, updaters, hosts, state, interval, signals, allow, absence, onClose, minimumInterval, refreshEvery, verification
            "state": "ddns.state"   | "state": ""               | $.state: must be a path of a file
            "state": "ddns.state"   | "state": "/"              | $.state: must be a path of a file
            "state": "ddns.state"   | "state": null             | $.state: must be a path, not null
            "type": "paper"         | "type": "stone"           | $.updaters.office.type: must be one of
            "type": "paper",        | "x-y": 1,                 | $.updaters.office.type: is missing: it must be one of
            "type": "interface"     | "type": ["interface"]     | $.sources[0].type: must be one of azure-vm, command, ec2
            "server": "127.0.0.1:5353" | "server": "nowhere"    | $.updaters.office: "nowhere" is no server: name one
            "server": "127.0.0.1:5353" | "server": "broken"     | $.updaters.office: made its factory fail: java.lang.IllegalStateException
            "server": "127.0.0.1:5353" | "server": "old"        | $.hosts[0].families: the updater of home.example.test cannot publish ipv6 addresses
            "server": "127.0.0.1:5353" | "Server": "x", "server": "y" | $.updaters.office.Server: is not known here; did you mean "server"?
            "ttl": 60               | "ttl": 60.5               | $.updaters.office.ttl: must be a whole number, not a fraction
            "ttl": 60               | "ttl": 1e400              | $.updaters.office.ttl: must be a whole number, not a fraction
            "ttl": 60               | "ttl": 99999999999999999999 | $.updaters.office.ttl: must be a whole number
            "dry": true             | "dry": "yes"              | $.updaters.office.dry: must be true or false, not a string
            "wait": "PT1S"          | "wait": 1                 | $.updaters.office.wait: must be a duration such as "PT5M", not a whole number
            "log": "sub/log"        | "log": "sub/\\u0000"      | $.updaters.office.log: must be a path
            "tags": ["a", "b"]      | "tags": ["a", 1]          | $.updaters.office.tags[1]: must be a string, not a whole number
            "tags": ["a", "b"]      | "tags": ["a", "B"]        | $.updaters.office.tags[1]: must match [a-z]+: words to add, in small letters
            "code": "1234"          | "code": "12345"           | $.updaters.office.code: must match [0-9]{4}: the four digits on the back
            "pin": "9876"           | "pin": "secret"           | $.updaters.office.key.pin: must match [0-9]{4}: four digits that nobody else knows
            "pin": "9876"           | "pin": {"env": "PATH"}    | $.updaters.office.key.pin: must match [0-9]{4}: four digits
            "colours": ["red"]      | "colours": ["red", "blue"] | $.updaters.office.colours[1]: must be one of black, red
            ["ipv4", "ipv6"]        | ["ipv4", "ipv5"]          | $.hosts[0].families[1]: must be one of ipv4, ipv6
            "tags": ["a", "b"]      | "tags": "a"               | $.updaters.office.tags: must be an array of strings, not a string
            "algorithm": "round"    | "algorithm": "oval"       | $.updaters.office.key.algorithm: must be one of round, square
            {"env": "PATH"}         | {"env": "NO_SUCH_NAME"}   | $.updaters.office.key.secret.env: there is no such environment variable
            {"env": "PATH"}         | {"file": "no such"}       | $.updaters.office.key.secret.file: there is no such file
            {"env": "PATH"}         | {"env": 1}                | $.updaters.office.key.secret: must be a string, {"env": NAME} or {"file": PATH}, not an object
            {"env": "PATH"}         | ""                        | $.updaters.office.key.secret: is empty
            "name": "home.example.test" | "name": "a_b!.test"   | $.hosts[0].name: "a_b!.test" is not a host name
            "name": "home.example.test", | | $.hosts[0].name: is missing: a string is needed, the name to keep right
            "updater": "office"     | "updater": "home"         | $.hosts[0].updater: must be the name of an updater: office
            ["ipv4", "ipv6"]        | ["ipv4", "ipv4"]          | $.hosts[0].families[1]: stands there twice
            ["ipv4", "ipv6"]        | []                        | $.hosts[0].families: is empty: name ipv4, ipv6 or both
            ["ipv4", "ipv6"]        | "ipv4"                    | $.hosts[0].families: must be an array of strings, not a string
            "ttl": 120              | "ttl": 2147483648         | $.hosts[0].ttl: must be 0 to 2147483647 seconds
            "mx": "mail.example.test" | "mx": "-"               | $.hosts[0].mx: "-" is not a host name
            "allow": ["private", "documentation"] | "signals": ["clock", "route"] | $.signals[1]: must be one of interface, clock, file, gateway
            "allow": ["private", "documentation"] | "signals": "clock" | $.signals: must be an array of strings, not a string
            "allow": ["private", "documentation"] | "allow": ["privat"] | $.allow[0]: must be one of global, private
            "removeAfter": "PT1H"   | "removeAfter": "-PT1H"    | $.absence.removeAfter: must not be negative
            "removeAfter": "PT1H"   |                           | $.absence.removeAfter: is missing
            "withdraw"              | "remove"                  | $.onClose: must be one of keep, withdraw
            "minimumInterval": "PT10M" | "minimumInterval": "-PT1S" | $.minimumInterval: must not be negative
            "refreshEvery": "P20D"  | "refreshEvery": "PT59S"   | $.refreshEvery: must be at least a minute, "PT1M"
            "mode": "guard"         | "mode": "watch"           | $.verification.mode: must be one of confirm, guard
            "mode": "guard",        |                           | $.verification.mode: is missing: one of confirm, guard is needed
            "mode": "guard"         | "mode": "confirm"         | $.verification.every: is only for the mode guard: leave it out, or choose that mode
            "mode": "guard"         | "mode": "confirm"         | $.verification.repairEvery: is only for the mode guard
            "patience": "PT2M"      | "patience": "PT0S"        | $.verification.patience: must be at least a second, "PT1S"
            "every": "PT1H"         | "every": "-PT1H"          | $.verification.every: must be at least a second, "PT1S"
            "repairEvery": "PT30M"  | "repairEvery": "PT9M59S"  | $.verification.repairEvery: must be at least 10 minutes, "PT10M"
            "interval": "PT5M"      | "state": "x"              | $.state: stands there twice, the second time at line 1, column 26
            "hosts"                 | "hosts": 1, "x"           | $.hosts: must be an array of objects, not a whole number
            "updaters"              | "updaters": [], "x"       | $.updaters: must be an object with a name of yours for each updater, not an array
            "tags": ["a", "b"],     | "tags": ["a", "b"]        | $: is not JSON at line 5, column
            """)
    void namesThePathAndWhatIsAllowed(String right, String wrong, String message) {
        assertThat(WHOLE).contains(right);
        String json = WHOLE.replace(right, wrong == null ? "" : wrong);
        assertThat(problems(json))
                .anySatisfy(problem -> assertThat(problem.toString()).startsWith(message));
    }

    @Test
    void suggestsATypeWhereTheyAreTooManyToList() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(UpdaterFactories.class.getName()), ManyUpdaters.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            assertThat(problems(WHOLE.replace("\"type\": \"paper\"", "\"type\": \"papre\"")))
                    .singleElement()
                    .asString()
                    .matches("\\$.updaters.office.type: must be one of the [0-9]+ types in the catalogue;"
                            + " did you mean \"paper\"\\?");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            []       | $: must be an object, not an array
            {        | $: is not JSON: it ends too early
            {"a": tru} | $: is not JSON at line 1, column 7
            {} {}    | $: goes on after its end at line 1, column 4
            {}       | $.hosts: is missing
            """)
    void saysWhatIsWrongWithATextThatIsNoConfiguration(String json, String message) {
        assertThat(problems(json))
                .anySatisfy(problem -> assertThat(problem.toString()).startsWith(message));
    }

    @Test
    void saysThatNothingIsThere() {
        assertThat(problems(" ")).extracting(Object::toString).containsExactly("$: is empty; a JSON object is needed");
    }

    @Test
    void putsAllProblemsIntoItsMessage() {
        assertThatThrownBy(() -> read("{}"))
                .hasMessageContaining("the configuration has 3 problems\n  $.sources: is missing")
                .hasMessageContaining("\n  $.hosts: is missing");
    }

    private List<ConfigException.Problem> problems(String json) {
        return catchThrowableOfType(ConfigException.class, () -> read(json).close())
                .problems();
    }

    private DdnsConfig read(String json) throws ConfigException {
        return DdnsConfig.parse(json, folder, Catalog.load());
    }
}
