package io.github.ddnskit.testkit.jqwik;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.Prefix;
import io.github.ddnskit.ip.SpecialAddresses;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Values for property tests of whatever has to do with dynamic DNS. Stateless.
 *
 * <pre>{@code
 * @Provide
 * Arbitrary<Update> updates() {
 *     return DdnsArbitraries.updates(DdnsArbitraries.hostnamesIn("example.test"));
 * }
 * }</pre>
 */
@SuppressWarnings("exports") // who uses it has jqwik; a transitive requirement would make everybody else need it too
public final class DdnsArbitraries {

    private static final int LONGEST_LABEL = 63;
    private static final int MOST_ADDRESSES = 4;
    private static final int MOST_FAULTS = 4;

    private DdnsArbitraries() {}

    /** {@return names of all kinds: short and long, with underscores, wildcards and A-labels} */
    public static Arbitrary<Hostname> hostnames() {
        Arbitrary<String> domain = labels().list()
                .ofMinSize(1)
                .ofMaxSize(3) // three of the longest and the rest still make a name
                .map(labels -> String.join(".", labels));
        return Combinators.combine(firstLabels(), domain).as((first, rest) -> Hostname.of(first + "." + rest));
    }

    /**
     * Names below a zone.
     *
     * @param zone such as {@code example.test}
     * @return names with one label more than the zone
     * @throws IllegalArgumentException if that is not a name
     */
    public static Arbitrary<Hostname> hostnamesIn(String zone) {
        Hostname parent = Hostname.of(zone);
        return firstLabels().map(label -> Hostname.of(label + "." + parent.ascii()));
    }

    /**
     * Addresses of a class, of both families where it has both, the first and the last of its ranges among them.
     *
     * @param addressClass what they are for
     * @return the addresses
     */
    public static Arbitrary<InetAddress> addresses(AddressClass addressClass) {
        List<Prefix> ranges = SpecialAddresses.ranges().stream()
                .filter(range -> range.addressClass() == addressClass)
                .map(SpecialAddresses.Range::prefix)
                .toList();
        return Arbitraries.of(ranges)
                .flatMap(DdnsArbitraries::addresses)
                // a range may have smaller ones in it that are something else
                .filter(address -> SpecialAddresses.classify(address) == addressClass);
    }

    /**
     * Addresses that may be published without any permission.
     *
     * @param family the family
     * @return global unicast addresses
     */
    public static Arbitrary<InetAddress> globalAddresses(AddressFamily family) {
        return addresses(AddressClass.GLOBAL).filter(address -> AddressFamily.of(address) == family);
    }

    /**
     * Goals: to publish one address or several, to remove, and to keep.
     *
     * @param family the family of the addresses
     * @return the goals
     */
    public static Arbitrary<Goal> goals(AddressFamily family) {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        globalAddresses(family)
                                .set()
                                .ofMinSize(1)
                                .ofMaxSize(MOST_ADDRESSES)
                                .map(Goal::publish)),
                Tuple.of(1, Arbitraries.just(Goal.remove())),
                Tuple.of(1, Arbitraries.just(Goal.keep())));
    }

    /**
     * Updates of names, with default options.
     *
     * @param names the names
     * @return the updates
     */
    public static Arbitrary<Update> updates(Arbitrary<Hostname> names) {
        return Combinators.combine(names, goals(AddressFamily.IPV4), goals(AddressFamily.IPV6))
                .as(Update::of);
    }

    /** {@return every kind of fault, the delays not longer than 50 ms} */
    public static Arbitrary<Fault> faults() {
        Arbitrary<Fault> fixed = Arbitraries.of(
                Fault.loseRequest(),
                Fault.loseReply(),
                Fault.truncate(),
                Fault.wrongId(),
                Fault.wrongId().thenTheTruth(),
                Fault.unsigned(),
                Fault.badMac(),
                Fault.badMac().thenTheTruth(),
                Fault.replay(),
                Fault.echoTsig(),
                Fault.badTime(),
                Fault.garbage(),
                Fault.garbage().thenTheTruth(),
                Fault.duplicate(),
                Fault.reorder(),
                Fault.close(),
                Fault.halfClose());
        Arbitrary<Fault> codes = Arbitraries.of(
                        "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXRRSET", "NOTAUTH", "NOTZONE")
                .map(Fault::rcode);
        Arbitrary<Fault> delays =
                Arbitraries.integers().between(0, 50).map(millis -> Fault.delay(Duration.ofMillis(millis)));
        Arbitrary<Fault> stalls = Arbitraries.integers().between(1, 40).map(Fault::stallAfter);
        return Arbitraries.oneOf(fixed, codes, delays, stalls);
    }

    /** {@return triggers: the next messages or one of them, updates, queries or both, after some, or by chance} */
    public static Arbitrary<Trigger> triggers() {
        Arbitrary<Trigger> counts = Arbitraries.integers()
                .between(1, 5)
                .flatMap(number -> Arbitraries.of(Trigger.next(number), Trigger.nth(number), Trigger.always()));
        Arbitrary<Trigger> narrowed = Combinators.combine(
                        counts, Arbitraries.integers().between(0, 2))
                .as((trigger, kind) -> kind == 0 ? trigger : kind == 1 ? trigger.updates() : trigger.queries());
        return Combinators.combine(
                        narrowed,
                        Arbitraries.of(0.1, 0.5, 1.0),
                        Arbitraries.longs().between(0, 1000))
                .as((trigger, probability, seed) -> trigger.withProbability(probability, seed));
    }

    /** {@return up to four faults that are planned at once; none is a schedule too} */
    public static Arbitrary<List<PlannedFault>> faultSchedules() {
        return Combinators.combine(triggers(), faults())
                .as(PlannedFault::new)
                .list()
                .ofMaxSize(MOST_FAULTS);
    }

    private static Arbitrary<InetAddress> addresses(Prefix prefix) {
        byte[] first = prefix.address().getAddress();
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(first.length)
                .edgeCases(edges -> {
                    edges.add(new byte[first.length]);
                    edges.add(ones(first.length));
                })
                .map(chance -> within(prefix, first, chance));
    }

    private static byte[] ones(int length) {
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 0xFF);
        return ones;
    }

    /** The bits of the prefix, and behind them those of chance. */
    private static InetAddress within(Prefix prefix, byte[] first, byte[] chance) {
        byte[] address = new byte[first.length];
        for (int i = 0; i < address.length; i++) {
            int fixed = Math.max(0, Math.min(Byte.SIZE, prefix.length() - Byte.SIZE * i));
            int mask = (0xFF00 >>> fixed) & 0xFF;
            address[i] = (byte) ((first[i] & mask) | (chance[i] & ~mask));
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " octets", e);
        }
    }

    private static Arbitrary<String> firstLabels() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, labels()),
                Tuple.of(1, Arbitraries.just("*")),
                Tuple.of(1, Arbitraries.of("xn--eckwd4c7c", "_service", "a", "0")));
    }

    private static Arbitrary<String> labels() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars('-', '_')
                .ofMinLength(1)
                .ofMaxLength(LONGEST_LABEL)
                .filter(label -> !label.startsWith("-")
                        && !label.endsWith("-")
                        && !label.startsWith("xn--")
                        && !label.matches("[0-9]+"));
    }
}
