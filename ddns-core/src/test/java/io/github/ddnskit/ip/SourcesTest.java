package io.github.ddnskit.ip;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aFixedSourceGivesItsAddresses() throws InterruptedException {
        IpSource source = FixedIpSource.of("192.0.2.1", "192.0.2.2");
        assertThat(found(source, IPV4)).isEqualTo("192.0.2.1, 192.0.2.2");
        assertThat(observe(source, IPV6)).isInstanceOf(Observation.Absent.class);
        assertThatThrownBy(FixedIpSource::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeclaredSourceSaysNothingUntilTheApplicationDoes() throws InterruptedException {
        DeclaredIpSource source = DeclaredIpSource.create();
        AtomicInteger hints = new AtomicInteger();
        source.subscribe(hints::incrementAndGet);
        assertThat(observe(source, IPV4)).isInstanceOf(Observation.Unknown.class);

        source.declare("192.0.2.1");
        assertThat(found(source, IPV4)).isEqualTo("192.0.2.1");
        assertThat(observe(source, IPV6)).isInstanceOf(Observation.Unknown.class);
        source.declareAbsent(IPV4);
        assertThat(observe(source, IPV4)).isInstanceOf(Observation.Absent.class);
        assertThat(hints).hasValue(2);

        source.close();
        source.declare("192.0.2.1");
        assertThat(hints).hasValue(2);
        assertThatThrownBy(() -> source.declare("192.0.2.1", "2001:db8::1")).hasMessageContaining("of one family");
        assertThatThrownBy(source::declare).hasMessageContaining("one or more");
    }

    @Test
    void aFileIsReadAnewEachTime() throws IOException, InterruptedException {
        Path file = folder.resolve("address");
        IpSource source = FileIpSource.of(file);
        assertThat(unknown(source)).contains("there is no file");

        Files.writeString(file, "  192.0.2.1\r\n\n2001:db8::1\n");
        assertThat(found(source, IPV4)).isEqualTo("192.0.2.1");
        assertThat(found(source, IPV6)).isEqualTo("2001:db8::1");
        Files.writeString(file, "192.0.2.7\n");
        assertThat(found(source, IPV4)).isEqualTo("192.0.2.7");
        assertThat(observe(source, IPV6)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void aFileWithAnythingElseInItSaysNothing() throws IOException, InterruptedException {
        Path file = folder.resolve("address");
        IpSource source = FileIpSource.of(file);
        for (String text : List.of("", "\n \n", "your address is 192.0.2.1", "192.0.2.1\nhello", "<p>192.0.2.1</p>")) {
            Files.writeString(file, text);
            assertThat(unknown(source)).as(text).contains(file.toString());
        }
        Files.writeString(file, "192.0.2.1\n".repeat(200));
        assertThat(unknown(source)).contains("longer than 1024 bytes");
        assertThat(unknown(FileIpSource.of(folder))).contains("cannot be read");
    }

    @Test
    void aCommandGivesTheAddressesThatItPrints() throws InterruptedException {
        IpSource source =
                CommandIpSource.of("sh", "-c", "[ $DDNS_FAMILY = ipv4 ] && echo 192.0.2.1 || echo 2001:db8::1");
        assertThat(found(source, IPV4)).isEqualTo("192.0.2.1");
        assertThat(found(source, IPV6)).isEqualTo("2001:db8::1");
        assertThat(source.id()).hasToString("command:sh");
    }

    @Test
    void aCommandThatFailsOrTalksSaysNothing() throws InterruptedException {
        assertThat(unknown(CommandIpSource.of("no-such-program-here"))).contains("cannot be run");
        assertThat(unknown(CommandIpSource.of("sh", "-c", "echo 192.0.2.1; exit 3")))
                .contains("ended with status 3");
        assertThat(unknown(CommandIpSource.of("echo", "it is 192.0.2.1"))).contains("something else than addresses");
        assertThat(unknown(CommandIpSource.of("true"))).contains("holds no address");
        assertThat(unknown(CommandIpSource.of("sh", "-c", "yes 192.0.2.1"))).contains("more than 1024 bytes");
        assertThatThrownBy(CommandIpSource::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCommandThatHangsIsKilledWithItsChildren() throws IOException, InterruptedException {
        Path pid = folder.resolve("pid");
        IpSource source = CommandIpSource.of("sh", "-c", "sleep 1000 & echo $! > " + pid + "; wait");
        Observation observation = source.observe(Query.of(IPV4, Duration.ofSeconds(2)));
        assertThat(observation.toString()).contains("took longer than 2000 ms");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertThat(ProcessHandle.of(child)).isEmpty();
    }

    @Test
    void aCommandIsGivenUpWhenInterrupted() {
        IpSource source = CommandIpSource.of("sleep", "1000");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> observe(source, IPV4)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void anInterfaceGivesAGloballyReachableAddressIfItHasOne() {
        InterfaceIpSource source = InterfaceIpSource.of("eth0");
        List<Local> locals =
                List.of(local("169.254.1.1", ""), local("10.0.0.1", ""), local("8.8.8.8", ""), local("8.8.4.4", ""));
        assertThat(source.choose(locals, IPV4).toString()).startsWith("8.8.8.8 ");
        assertThat(source.choose(locals.subList(0, 2), IPV4).toString()).startsWith("10.0.0.1 ");
        assertThat(source.choose(locals.subList(0, 1), IPV4)).isInstanceOf(Observation.Absent.class);
        assertThat(source.choose(locals, IPV6)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void anInterfaceLeavesOutTemporaryAndUnreadyAddresses() {
        InterfaceIpSource source = InterfaceIpSource.any();
        List<Local> locals = List.of(
                local("fe80::1", ""),
                local("2600::1", "temporary"),
                local("2600::2", "deprecated"),
                local("2600::3", ""));
        assertThat(source.choose(locals, IPV6).toString()).startsWith("2600::3 ");
        assertThat(source.choose(locals.subList(0, 3), IPV6).toString())
                .isEqualTo("unknown: the only ipv6 address on any interface, 2600::1, is temporary");
    }

    @Test
    void anInterfaceGivesATemporaryAddressOnlyIfAskedForAndNoOtherIsThere() {
        InterfaceIpSource source = InterfaceIpSource.builder().temporaryToo().build();
        List<Local> locals =
                List.of(local("2600::1", "tentative"), local("2600::2", "temporary"), local("2600::3", ""));
        assertThat(source.choose(locals, IPV6).toString()).startsWith("2600::3 ");
        assertThat(source.choose(locals.subList(0, 2), IPV6).toString()).startsWith("2600::2 ");
        assertThat(source.choose(locals.subList(0, 1), IPV6)).isInstanceOf(Observation.Unknown.class);
        assertThat(InterfaceIpSource.any().choose(locals.subList(0, 2), IPV6)).isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void anInterfaceGivesOnlyAddressesInTheRangesChosen() {
        InterfaceIpSource source = InterfaceIpSource.builder()
                .name("eth0")
                .prefix(Prefix.parse("fd00::/8"))
                .prefix(Prefix.parse("2600:2::/32"))
                .build();
        assertThat(source.id()).hasToString("interface:eth0 fd00::/8,2600:2::/32");
        List<Local> locals = List.of(
                local("2600:1::1", ""), local("2600:2::1", "deprecated"), local("fd00::1", ""), local("8.8.8.8", ""));
        assertThat(source.choose(locals, IPV6).toString()).startsWith("fd00::1 ");
        assertThat(source.choose(locals, IPV4).toString()).startsWith("8.8.8.8 ");
        assertThat(source.choose(locals.subList(0, 1), IPV6))
                .hasToString("unknown: no ipv6 address on the interface eth0 is in fd00::/8 or 2600:2::/32");
        assertThat(source.choose(List.of(), IPV6)).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void interfacesAreChosenByAPattern() throws Exception {
        InterfaceChoice choice = InterfaceChoice.matching("en?s*.1");
        assertThat(choice.includes("enps0.1", false)).isTrue();
        assertThat(choice.includes("ens.1", false)).isFalse();
        assertThat(choice.includes("enps0x1", false)).isFalse();
        assertThat(InterfaceChoice.matching("lo*").includes("lo", true)).isFalse();
        assertThat(InterfaceChoice.named("lo").includes("lo", true)).isTrue();
        assertThat(InterfaceChoice.ANY.includes("eth0", false)).isTrue();
        assertThat(InterfaceChoice.ANY.includes("lo", true)).isFalse();
        IpSource source = InterfaceIpSource.builder().pattern("no-such-*").build();
        assertThat(unknown(source))
                .startsWith("any interface no-such-* is missing or down; there are ")
                .contains(NetworkInterface.getNetworkInterfaces().nextElement().getName());
        assertThat(source.id()).hasToString("interface:no-such-*");
        assertThatThrownBy(() -> InterfaceIpSource.builder().pattern("")).hasMessageContaining("enp*");
    }

    @Test
    void theFlagsAreThoseOfLinux() {
        var flags = LocalAddresses.parseFlags(List.of(
                "00000000000000000000000000000001 01 80 10 80       lo",
                "20010db8000000000000000000000001 02 40 00 01     eth0",
                "nonsense"));
        assertThat(flags).hasSize(2);
        assertThat(LocalAddresses.unfit(flags.getOrDefault("lo 00000000000000000000000000000001", -1)))
                .isEmpty();
        assertThat(LocalAddresses.unfit(flags.getOrDefault("eth0 20010db8000000000000000000000001", -1)))
                .isEqualTo("temporary");
        assertThat(LocalAddresses.unfit(0x08 | 0x80)).isEqualTo("duplicate");
        assertThat(LocalAddresses.unfit(0x20)).isEqualTo("deprecated");
        assertThat(LocalAddresses.unfit(0x40)).isEqualTo("tentative");
        assertThat(LocalAddresses.unfit(0x01 | 0x40)).isEqualTo("tentative");
    }

    @Test
    void aRealInterfaceIsLookedAt() throws InterruptedException, IOException {
        // The loopback interface is everywhere, and never has an address to give.
        String loopback = NetworkInterface.networkInterfaces()
                .filter(SourcesTest::isLoopback)
                .findFirst()
                .orElseThrow()
                .getName();
        assertThat(observe(InterfaceIpSource.of(loopback), IPV4)).isInstanceOf(Observation.Absent.class);
        assertThat(unknown(InterfaceIpSource.of("no-such-if"))).contains("missing or down");
        assertThatThrownBy(() -> InterfaceIpSource.of("")).hasMessageContaining("any()");
    }

    private static boolean isLoopback(NetworkInterface candidate) {
        try {
            return candidate.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static Local local(String address, String unfit) {
        return new Local("eth0", IpLiteral.parse(address), unfit);
    }

    private static Observation observe(IpSource source, AddressFamily family) throws InterruptedException {
        return source.observe(Query.of(family, PATIENCE));
    }

    private static String found(IpSource source, AddressFamily family) throws InterruptedException {
        Observation observation = observe(source, family);
        assertThat(observation).isInstanceOf(Observation.Found.class);
        return IpLiteral.format(((Observation.Found) observation).addresses());
    }

    private static String unknown(IpSource source) throws InterruptedException {
        Observation observation = observe(source, IPV4);
        assertThat(observation).isInstanceOf(Observation.Unknown.class);
        return ((Observation.Unknown) observation).cause();
    }
}
