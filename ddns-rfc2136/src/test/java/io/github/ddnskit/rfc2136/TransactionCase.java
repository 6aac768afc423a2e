package io.github.ddnskit.rfc2136;

import java.util.List;
import java.util.stream.Stream;

/**
 * Transactions that all but the last prepare, and what each server makes of the last: the code and then what is there of the
 * type that is asked for. {@code N} stands for a name of its own.
 *
 * @param what what it is about
 * @param ask the name and type that are asked for afterwards
 * @param bind what BIND 9.18 makes of it
 * @param knot what Knot DNS 3.2 makes of it
 * @param pdns what PowerDNS 4.7 makes of it
 * @param steps the transactions
 */
record TransactionCase(String what, String ask, String bind, String knot, String pdns, List<String> steps) {

    private static final String A = "add N 60 A 192.0.2.1";
    private static final String TWO = "add N 60 A 192.0.2.1\nadd N 60 A 192.0.2.2";

    TransactionCase(String what, String ask, String bind, String knot, String pdns, String... steps) {
        this(what, ask, bind, knot, pdns, List.of(steps));
    }

    static Stream<TransactionCase> all() {
        return Stream.of(
                same("name in use: it is", "N A", "ok: 192.0.2.1", A, "prereq yxdomain N\nadd N 60 A 192.0.2.1"),
                same("name in use: it is not", "N A", "NXDOMAIN: ", "prereq yxdomain N\nadd N 60 A 192.0.2.1"),
                same("name in use: only below it", "ent.example.test A", "NXDOMAIN: ", "yxdomain ent.example.test"),
                same(
                        "name in use: only a wildcard covers it",
                        "x.wild.example.test A",
                        "NXDOMAIN: 192.0.2.99",
                        "yxdomain x.wild.example.test"),
                same("name not in use: it is", "N A", "YXDOMAIN: 192.0.2.1", A, "nxdomain N\nadd N 60 A 192.0.2.2"),
                same("name not in use: only below it", "ent.example.test TXT", "ok: ", "nxdomain ent.example.test"),
                same("rrset exists: it does", "N TXT", "ok: x", A, "yxrrset N A\nadd N 60 TXT x"),
                same("rrset exists: it does not", "N TXT", "NXRRSET: ", A, "yxrrset N AAAA\nadd N 60 TXT x"),
                same("rrset absent: it is", "N TXT", "ok: x", A, "nxrrset N AAAA\nadd N 60 TXT x"),
                same("rrset absent: it is not", "N TXT", "YXRRSET: ", A, "nxrrset N A\nadd N 60 TXT x"),
                same("value: just so", "N TXT", "ok: x", A, "yxrrset N A 192.0.2.1\nadd N 60 TXT x"),
                same("value: another", "N TXT", "NXRRSET: ", A, "yxrrset N A 192.0.2.2\nadd N 60 TXT x"),
                same("value: one of two", "N TXT", "NXRRSET: ", TWO, "yxrrset N A 192.0.2.1\nadd N 60 TXT x"),
                same(
                        "value: two of two, the other way round",
                        "N TXT",
                        "ok: x",
                        TWO,
                        "yxrrset N A 192.0.2.2\nyxrrset N A 192.0.2.1\nadd N 60 TXT x"),
                same(
                        "value: more than there is",
                        "N TXT",
                        "NXRRSET: ",
                        A,
                        "yxrrset N A 192.0.2.1\nyxrrset N A 192.0.2.2\nadd N 60 TXT x"),
                same(
                        "the first that does not hold is told",
                        "N A",
                        "NXDOMAIN: ",
                        "yxdomain N\nyxrrset N A\nadd N 60 A 192.0.2.1"),
                same(
                        "but values last",
                        "N A",
                        "YXDOMAIN: 192.0.2.1",
                        A,
                        "yxrrset N A 192.0.2.2\nnxdomain N\nadd N 60 A 192.0.2.2"),
                same("delete an rrset", "N A", "ok: ", TWO, "del N A"),
                same("delete a name", "N A", "ok: ", TWO, "del N"),
                same("delete one record", "N A", "ok: 192.0.2.2", TWO, "del N A 192.0.2.1"),
                same("delete what is not there", "N A", "ok: 192.0.2.1", A, "del N A 192.0.2.9\ndel no.N"),
                same("add what is there", "N A", "ok: 192.0.2.1", A, A),
                same(
                        "all the records of an rrset take the last TTL",
                        "N A ttl",
                        "ok: 99 192.0.2.1, 99 192.0.2.2",
                        A,
                        "add N 99 A 192.0.2.2"),
                new TransactionCase(
                        "Knot DNS passes over another TTL",
                        "N A ttl",
                        "ok: 61 192.0.2.1",
                        "ok: 60 192.0.2.1",
                        "ok: 61 192.0.2.1",
                        A,
                        "add N 61 A 192.0.2.1"),
                same("unless the rrset is replaced", "N A ttl", "ok: 61 192.0.2.1", A, "del N A\nadd N 61 A 192.0.2.1"),
                new TransactionCase(
                        "PowerDNS deletes first, whatever the order",
                        "N A",
                        "ok: ",
                        "ok: ",
                        "ok: 192.0.2.1",
                        "add N 60 A 192.0.2.1\ndel N A"),
                same(
                        "a CNAME replaces a CNAME",
                        "N CNAME",
                        "ok: b.test.",
                        "add N 60 CNAME a.test",
                        "add N 60 CNAME b.test"),
                same(
                        "a CNAME replaces addresses that are deleted",
                        "N CNAME",
                        "ok: b.test.",
                        A,
                        "del N A\nadd N 60 CNAME b.test"),
                new TransactionCase(
                        "a CNAME beside addresses is passed over, or refused",
                        "N CNAME",
                        "ok: ",
                        "ok: ",
                        "REFUSED: ",
                        A,
                        "add N 60 CNAME b.test"),
                new TransactionCase(
                        "an address beside a CNAME is passed over, or refused",
                        "N CNAME",
                        "ok: b.test.",
                        "ok: b.test.",
                        "REFUSED: b.test.",
                        "add N 60 CNAME b.test",
                        A),
                new TransactionCase(
                        "both in one transaction",
                        "N CNAME",
                        "ok: b.test.",
                        "ok: b.test.",
                        "FORMERR: ",
                        "add N 60 CNAME b.test\nadd N 60 A 192.0.2.1"),
                new TransactionCase(
                        "a type that nobody knows",
                        "N TYPE65280",
                        "ok: \\# 3 010203",
                        "ok: \\# 3 010203",
                        "FORMERR: ",
                        "add N 60 TYPE65280 \\# 3 010203"),
                new TransactionCase(
                        "a mail exchanger in the zone without addresses",
                        "N MX",
                        "REFUSED: ",
                        "ok: 10 missing.example.test.",
                        "ok: 10 missing.example.test.",
                        "add N 60 MX 10 missing.example.test"),
                new TransactionCase(
                        "an NSEC record",
                        "N NSEC",
                        "REFUSED: ",
                        "ok: a.test. A",
                        "ok: ", // it serves none unless it signs
                        "add N 60 NSEC a.test. A"),
                new TransactionCase(
                        "PowerDNS does not find names in data that are spelled otherwise",
                        "N CNAME",
                        "ok: ",
                        "ok: ",
                        "ok: Foo.Net.",
                        "add N 60 CNAME Foo.Net",
                        "del N CNAME foo.net"),
                new TransactionCase(
                        "a DNSKEY record in a zone that is not signed",
                        "many.test DNSKEY",
                        "SERVFAIL: ",
                        "ok: 257 3 13 " + "A".repeat(86) + "==",
                        "ok: 257 3 13 " + "A".repeat(86) + "==",
                        "zone many.test\nadd many.test 60 DNSKEY 257 3 13 " + "A".repeat(86) + "=="),
                new TransactionCase(
                        "an SOA record below the apex",
                        "N SOA",
                        "ok: ",
                        "ok: ",
                        "ok: ns1.example.test. root.example.test. 1 2 3 4 5",
                        "add N 60 SOA ns1.example.test. root.example.test. 1 2 3 4 5"),
                new TransactionCase(
                        "the last NS record stays",
                        "many.test NS",
                        "ok: ns2.many.test.",
                        "ok: ns2.many.test.",
                        "ok: ns1.many.test., ns2.many.test.",
                        "zone many.test\nadd many.test 60 NS ns2.many.test\nadd ns2.many.test 60 A 127.0.0.1",
                        "zone many.test\ndel many.test NS ns1.many.test\ndel many.test NS ns2.many.test"),
                same(
                        "a value that is required twice goes out once, since servers do not agree on two",
                        "N TXT",
                        "ok: x",
                        A,
                        "yxrrset N A 192.0.2.1\nyxrrset N A 192.0.2.1\nadd N 60 TXT x"),
                same(
                        "the SOA record stays",
                        "example.test NS",
                        "ok: ns1.example.test.",
                        "del example.test SOA\ndel example.test NS"),
                same("and a name goes with its last record", "N TXT", "ok: ", A, "del N A 192.0.2.1\nnxrrset N TXT"),
                same(
                        "a zone that is not served",
                        "ns1.example.test A",
                        "NOTAUTH: 127.0.0.1",
                        "zone elsewhere.test\nadd a.elsewhere.test 60 A 192.0.2.1"));
    }

    private static TransactionCase same(String what, String ask, String all, String... steps) {
        return new TransactionCase(what, ask, all, all, all, steps);
    }

    @Override
    public String toString() {
        return what;
    }
}
