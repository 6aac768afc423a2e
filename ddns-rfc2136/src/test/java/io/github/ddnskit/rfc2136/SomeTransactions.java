package io.github.ddnskit.rfc2136;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Transactions of all forms over records of all kinds, to be made up by chance. */
final class SomeTransactions {

    /** Data of each type; {@code Z} stands for the zone. */
    static final Map<String, List<String>> DATA = Map.ofEntries(
            Map.entry("A", List.of("192.0.2.1", "192.0.2.2", "0.0.0.0")),
            Map.entry("AAAA", List.of("2001:db8::1", "::", "::ffff:192.0.2.1")),
            Map.entry("CNAME", List.of("host.Z", "www.example.net.")),
            Map.entry("DNAME", List.of("elsewhere.Z")),
            Map.entry("NS", List.of("ns1.Z")),
            Map.entry("PTR", List.of("host.Z", "*.Z")),
            Map.entry("MX", List.of("10 ns1.Z", "0 .", "65535 Mail.Example.NET.")),
            Map.entry("SRV", List.of("0 5 5060 ns1.Z", "1 0 0 .")),
            Map.entry("NAPTR", List.of("100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:info@example.net!\" .")),
            Map.entry("CAA", List.of("0 issue \"ca.example.net; account=1\"", "128 iodef \"mailto:a@example.net\"")),
            Map.entry("TLSA", List.of("3 1 1 " + "AB".repeat(32))),
            Map.entry("SSHFP", List.of("4 2 " + "CD".repeat(32))),
            Map.entry("DS", List.of("12345 13 2 " + "EF".repeat(32))),
            Map.entry("DHCID", List.of("AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=")),
            Map.entry("HTTPS", List.of("1 . alpn=h2,h3 ipv4hint=192.0.2.1 port=8443", "0 www.example.net.")),
            Map.entry("SVCB", List.of("1 ns1.Z ipv6hint=2001:db8::1")),
            Map.entry("URI", List.of("10 1 \"https://example.net/?a=b;c\"")),
            Map.entry("LOC", List.of("52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m")),
            Map.entry("HINFO", List.of("\"a b\" \"\\\"c\\\"\"")),
            Map.entry("APL", List.of("1:192.0.2.0/24 !2:2001:db8::/32", "\\# 0")),
            Map.entry("TYPE65280", List.of("\\# 3 010203", "\\# 0")));

    private SomeTransactions() {}

    static Arbitrary<DnsTransaction> in(String zone) {
        return Combinators.combine(
                        prerequisite(zone).list().ofMaxSize(1),
                        change(zone).list().ofMinSize(1).ofMaxSize(4))
                .as((prerequisites, changes) -> {
                    DnsTransaction.Builder builder = DnsTransaction.in(zone);
                    prerequisites.forEach(builder::require);
                    changes.forEach(builder::change);
                    return builder.build();
                });
    }

    private static Arbitrary<Change> change(String zone) {
        Arbitrary<ResourceRecord> record = record(zone);
        Arbitrary<Change> add = record.map(Change.Add::new);
        Arbitrary<Change> rrset = record.map(each -> new Change.DeleteRrset(each.name(), each.type()));
        Arbitrary<Change> name = name(zone).map(Change.DeleteName::new);
        Arbitrary<Change> one = record.map(each -> new Change.DeleteRecord(each.name(), each.type(), each.rdata()));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, add),
                net.jqwik.api.Tuple.of(1, rrset),
                net.jqwik.api.Tuple.of(1, name),
                net.jqwik.api.Tuple.of(1, one));
    }

    private static Arbitrary<Prerequisite> prerequisite(String zone) {
        Arbitrary<ResourceRecord> record = record(zone);
        return Arbitraries.oneOf(
                name(zone).map(Prerequisite.NameInUse::new),
                name(zone).map(Prerequisite.NameNotInUse::new),
                record.map(each -> new Prerequisite.RrsetExists(each.name(), each.type())),
                record.map(each -> new Prerequisite.RrsetAbsent(each.name(), each.type())),
                record.map(each -> new Prerequisite.RrsetIs(each.name(), each.type(), Set.of(each.rdata()))));
    }

    private static Arbitrary<ResourceRecord> record(String zone) {
        return Combinators.combine(name(zone), Arbitraries.longs().between(0, Integer.MAX_VALUE), data(zone))
                .as((name, ttl, data) ->
                        new ResourceRecord(name, Duration.ofSeconds(ttl), data.getKey(), data.getValue()));
    }

    private static Arbitrary<Map.Entry<String, String>> data(String zone) {
        Arbitrary<Map.Entry<String, String>> text =
                Arbitraries.strings().ofMaxLength(300).map(each -> Map.entry("TXT", ResourceRecord.quoted(each)));
        Arbitrary<Map.Entry<String, String>> table = Arbitraries.of(
                        new TreeMap<>(DATA).entrySet().stream().toList())
                .flatMap(of -> Arbitraries.of(of.getValue())
                        .map(data -> Map.entry(of.getKey(), data.replace("Z", zone + "."))));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(1, text), net.jqwik.api.Tuple.of(6, table));
    }

    private static Arbitrary<String> name(String zone) {
        return Arbitraries.of("host.", "Host.", "*.", "*.sub.", "_sip._tcp.", "a\\.b.", "a\\032b.", "0/25.", "1.2.3.")
                .map(label -> label + zone);
    }
}
