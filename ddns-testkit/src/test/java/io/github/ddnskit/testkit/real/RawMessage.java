package io.github.ddnskit.testkit.real;

import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A message that the tools cannot be made to send.
 *
 * @param title what is odd about it
 * @param expected the code of the reply, or {@link Reply#SILENCE}; empty if only both must agree
 * @param message made for a zone, as {@link UpdateScript#RECORDS} has it
 */
record RawMessage(String title, String expected, Function<String, Wire> message) {

    private static final String ADDRESS = "c0000207";
    private static final String NSEC3_HASH = "14000102030405060708090a0b0c0d0e0f10111213";
    private static final TsigKey KEY = PeerServer.key(TsigAlgorithm.HMAC_SHA256);

    static List<RawMessage> all(long now) {
        List<RawMessage> all = new ArrayList<>();
        zoneSection(all);
        prerequisites(all);
        updates(all);
        framing(all);
        queries(all);
        signatures(all, now);
        return List.copyOf(all);
    }

    private static void zoneSection(List<RawMessage> all) {
        add(all, "no zone", "FORMERR", zone -> Wire.updateOfNothing());
        add(all, "two zones", "FORMERR", zone -> Wire.update(zone).question(zone, "SOA", "IN"));
        add(all, "two different zones", "FORMERR", zone -> Wire.update(zone).question("x." + zone, "SOA", "IN"));
        add(all, "a zone of type A", "FORMERR", zone -> Wire.updateOfNothing().question(zone, "A", "IN"));
        add(all, "a zone of type ANY", "FORMERR", zone -> Wire.updateOfNothing().question(zone, "ANY", "IN"));
        add(all, "a zone of class CH", "NOTIMP", zone -> Wire.updateOfNothing().question(zone, "SOA", "CH"));
        add(
                all,
                "a zone of class ANY",
                "FORMERR",
                zone -> Wire.updateOfNothing().question(zone, "SOA", "ANY"));
        add(
                all,
                "a zone of class NONE",
                "FORMERR",
                zone -> Wire.updateOfNothing().question(zone, "SOA", "NONE"));
        add(all, "a zone that is not served", "NOTAUTH", zone -> Wire.update("elsewhere.test"));
        add(all, "a name in the zone", "NOTAUTH", zone -> Wire.update("www." + zone));
        add(
                all,
                "a zone in another case",
                "NOERROR",
                zone -> Wire.update(zone.replace('w', 'W')).change("new." + zone, "A", "IN", 60, ADDRESS));
        add(all, "nothing to do", "NOERROR", Wire::update);
    }

    private static void prerequisites(List<RawMessage> all) {
        prereq(all, "with a TTL, class ANY", "FORMERR", (m, z) -> m.prereq("www." + z, "A", "ANY", 1, ""));
        prereq(all, "with a TTL, class NONE", "FORMERR", (m, z) -> m.prereq("x." + z, "A", "NONE", 1, ""));
        prereq(all, "with a TTL, class IN", "FORMERR", (m, z) -> m.prereq("www." + z, "A", "IN", 300, "c0000201"));
        prereq(all, "with rdata, class ANY", "FORMERR", (m, z) -> m.prereq("www." + z, "A", "ANY", "c0000201"));
        prereq(all, "with rdata, class NONE", "FORMERR", (m, z) -> m.prereq("www." + z, "A", "NONE", "c0000201"));
        prereq(all, "of class CH", "FORMERR", (m, z) -> m.prereq("www." + z, "A", "CH", "c0000201"));
        prereq(all, "of class IN, type ANY, empty", "NXRRSET", (m, z) -> m.prereq("www." + z, "ANY", "IN", ""));
        prereq(all, "of class IN, type A, empty", "FORMERR", (m, z) -> m.prereq("www." + z, "A", "IN", ""));
        prereq(
                all,
                "with a value twice",
                "NXRRSET",
                (m, z) -> m.prereq("www." + z, "A", "IN", "c0000201").prereq("www." + z, "A", "IN", "c0000201"));
        prereq(all, "of the type AXFR", "NXRRSET", (m, z) -> m.prereq("www." + z, "AXFR", "ANY", ""));
        prereq(all, "of the absent type AXFR", "NOERROR", (m, z) -> m.prereq("www." + z, "AXFR", "NONE", ""));
        prereq(all, "of a type without a name", "NXRRSET", (m, z) -> m.prereq("www." + z, "TYPE65280", "IN", "00"));
        prereq(all, "outside the zone with a TTL", "FORMERR", (m, z) -> m.prereq("x.test", "A", "ANY", 1, ""));
        prereq(all, "in use, but the apex of another zone", "NOTZONE", (m, z) -> m.prereq("test", "ANY", "ANY", ""));
        add(
                all,
                "a prerequisite that fails, and a malformed update",
                "FORMERR",
                zone -> Wire.update(zone)
                        .prereq("nothing." + zone, "ANY", "ANY", "")
                        .change("www." + zone, "A", "ANY", 1, ""));
        add(
                all,
                "a malformed prerequisite, and an update outside the zone",
                "NOTZONE",
                zone -> Wire.update(zone)
                        .prereq("www." + zone, "A", "ANY", 1, "")
                        .change("x.test", "A", "IN", 60, ADDRESS));
    }

    private static void updates(List<RawMessage> all) {
        change(all, "of class CH", "FORMERR", (m, z) -> m.change("www." + z, "A", "CH", 60, ADDRESS));
        for (String type : List.of("ANY", "AXFR", "IXFR", "MAILA", "MAILB", "TKEY", "TYPE128", "TYPE200")) {
            change(all, "adding type " + type, "FORMERR", (m, z) -> m.change("www." + z, type, "IN", 60, ""));
        }
        change(all, "adding type OPT", "FORMERR", (m, z) -> m.change("www." + z, "OPT", "IN", 60, ""));
        change(all, "adding type TSIG", "FORMERR", (m, z) -> m.change("www." + z, "TSIG", "IN", 60, ""));
        change(all, "adding type 65280", "NOERROR", (m, z) -> m.change("x." + z, "TYPE65280", "IN", 60, "0102"));
        change(all, "adding type 65280, empty", "NOERROR", (m, z) -> m.change("x." + z, "TYPE65280", "IN", 60, ""));
        change(all, "adding type MD", "NOERROR", (m, z) -> m.change("x." + z, "MD", "IN", 60, "00"));
        change(all, "adding an A of 3 octets", "FORMERR", (m, z) -> m.change("x." + z, "A", "IN", 60, "c00002"));
        change(all, "adding an A of 5 octets", "FORMERR", (m, z) -> m.change("x." + z, "A", "IN", 60, "c000020101"));
        change(all, "adding an empty A", "FORMERR", (m, z) -> m.change("x." + z, "A", "IN", 60, ""));
        change(all, "adding an AAAA of 4 octets", "FORMERR", (m, z) -> m.change("x." + z, "AAAA", "IN", 60, ADDRESS));
        change(all, "adding an empty TXT", "FORMERR", (m, z) -> m.change("x." + z, "TXT", "IN", 60, ""));
        change(all, "adding a broken MX", "FORMERR", (m, z) -> m.change("x." + z, "MX", "IN", 60, "000a03"));
        change(all, "deleting a set, with a TTL", "FORMERR", (m, z) -> m.change("www." + z, "A", "ANY", 1, ""));
        change(all, "deleting a set, with rdata", "FORMERR", (m, z) -> m.change("www." + z, "A", "ANY", 0, "c0000201"));
        change(all, "deleting a set of type AXFR", "FORMERR", (m, z) -> m.change("www." + z, "AXFR", "ANY", 0, ""));
        change(all, "deleting a set of type MAILB", "FORMERR", (m, z) -> m.change("www." + z, "MAILB", "ANY", 0, ""));
        change(
                all,
                "deleting a record, with a TTL",
                "FORMERR",
                (m, z) -> m.change("www." + z, "A", "NONE", 1, "c0000201"));
        change(all, "deleting a record of type ANY", "FORMERR", (m, z) -> m.change("www." + z, "ANY", "NONE", 0, ""));
        change(all, "deleting an empty A", "FORMERR", (m, z) -> m.change("www." + z, "A", "NONE", 0, ""));
        change(all, "deleting a record", "NOERROR", (m, z) -> m.change("www." + z, "A", "NONE", 0, "c0000201"));
        change(all, "a TTL of 2^31", "NOERROR", (m, z) -> m.change("x." + z, "A", "IN", 1L << 31, ADDRESS));
        change(all, "a TTL of 2^31 + 60", "NOERROR", (m, z) -> m.change("x." + z, "A", "IN", (1L << 31) + 60, ADDRESS));
        change(all, "deleting NSEC", "REFUSED", (m, z) -> m.change("www." + z, "NSEC", "ANY", 0, ""));
        change(
                all,
                "adding NSEC3",
                "SERVFAIL",
                (m, z) -> m.change("www." + z, "NSEC3", "IN", 60, "0100000100" + NSEC3_HASH));
        change(
                all,
                "one good and one outside the zone",
                "NOTZONE",
                (m, z) -> m.change("x." + z, "A", "IN", 60, ADDRESS).change("x.test", "A", "IN", 60, ADDRESS));
    }

    private static void framing(List<RawMessage> all) {
        change(
                all,
                "with AA, RD and Z set",
                "NOERROR",
                (m, z) -> m.flag(0x05C0).change("x." + z, "A", "IN", 60, ADDRESS));
        change(all, "with TC set", "NOERROR", (m, z) -> m.flag(0x0200).change("x." + z, "A", "IN", 60, ADDRESS));
        change(
                all,
                "with TC set, cut short",
                "FORMERR",
                (m, z) ->
                        m.flag(0x0200).change("x." + z, "A", "IN", 60, ADDRESS).cutShort(2));
        change(
                all,
                "with a code in the request",
                "NOERROR",
                (m, z) -> m.flag(5).change("x." + z, "A", "IN", 60, ADDRESS));
        change(
                all,
                "with EDNS",
                "NOERROR",
                (m, z) -> m.change("x." + z, "A", "IN", 60, ADDRESS).edns(0, 4096));
        change(
                all,
                "with EDNS 1",
                "BADVERS",
                (m, z) -> m.change("x." + z, "A", "IN", 60, ADDRESS).edns(1, 4096));
        change(all, "with EDNS twice", "FORMERR", (m, z) -> m.edns(0, 4096).edns(0, 4096));
        change(all, "with EDNS not at the root", "FORMERR", (m, z) -> m.extra(z, "OPT", "ANY", 0, ""));
        change(
                all,
                "with a glue record",
                "NOERROR",
                (m, z) -> m.change("x." + z, "A", "IN", 60, ADDRESS).extra("ns1." + z, "A", "IN", 60, ADDRESS));
        change(
                all,
                "with garbage after it",
                "NOERROR",
                (m, z) -> m.change("x." + z, "A", "IN", 60, ADDRESS).garbage("00112233"));
        change(
                all,
                "cut short",
                "FORMERR",
                (m, z) -> m.change("x." + z, "A", "IN", 60, ADDRESS).cutShort(3));
        change(
                all,
                "that promises another record",
                "FORMERR",
                (m, z) -> m.change("x." + z, "A", "IN", 60, ADDRESS).count(2, 1));
        change(
                all,
                "that is a reply",
                Reply.SILENCE,
                (m, z) -> m.flag(0x8000).change("x." + z, "A", "IN", 60, ADDRESS));
        add(
                all,
                "a query that is a reply",
                Reply.SILENCE,
                zone -> Wire.query(zone, "SOA").flag(0x8000));
        add(all, "a header cut short", Reply.SILENCE, zone -> Wire.opcode(0).cutShort(1));
        for (int opcode : new int[] {1, 2, 3, 6, 7, 15}) {
            add(all, "opcode " + opcode, "NOTIMP", zone -> Wire.opcode(opcode).question(zone, "SOA", "IN"));
        }
    }

    private static void queries(List<RawMessage> all) {
        add(all, "a query for nothing", "FORMERR", zone -> Wire.opcode(0));
        add(all, "two queries", "FORMERR", zone -> Wire.query(zone, "SOA").question("www." + zone, "A", "IN"));
        for (String type : List.of("AXFR", "MAILA", "MAILB", "TSIG", "OPT", "TYPE128")) {
            String expected = type.startsWith("MAIL") ? "NOTIMP" : "FORMERR";
            add(all, "a query for " + type + " by UDP", expected, zone -> Wire.query(zone, type));
        }
        add(
                all,
                "a query with EDNS 1",
                "BADVERS",
                zone -> Wire.query(zone, "SOA").edns(1, 4096));
        add(all, "a query elsewhere", "REFUSED", zone -> Wire.query("elsewhere.test", "A"));
        add(all, "a query of class CH", "REFUSED", zone -> Wire.opcode(0).question(zone, "SOA", "CH"));
        // with RD, as BIND then adds nothing that was not asked for
        for (String name : List.of(
                "www.",
                "WwW.",
                "",
                "multi.",
                "alias.",
                "mail.",
                "text.",
                "empty.",
                "deep.empty.",
                "x.wild.",
                "x.y.wild.",
                "wild.",
                "child.",
                "x.child.",
                "ns.child.",
                "nothing.",
                "x.nothing.")) {
            for (String type : List.of("A", "AAAA", "MX", "NS", "SOA", "CNAME", "DS", "ANY", "TYPE65280")) {
                add(
                        all,
                        "a query for " + name + " " + type,
                        "",
                        zone -> Wire.query(name + zone, type).flag(0x0100));
            }
        }
    }

    private static void signatures(List<RawMessage> all, long now) {
        signed(all, now, "as it should be", "NOERROR", signature -> {});
        signed(all, now, "with a key name in capitals", "NOERROR", s -> s.keyName = "HMAC-SHA256.KEY.");
        signed(all, now, "with an unknown key", "NOTAUTH", s -> s.keyName = "unknown.key.");
        signed(all, now, "with another algorithm", "NOTAUTH", s -> s.algorithm = "hmac-sha512.");
        signed(all, now, "with an unknown algorithm", "NOTAUTH", s -> s.algorithm = "hmac-none.");
        signed(all, now, "with another secret", "NOTAUTH", s -> s.secret = new byte[] {1, 2, 3});
        signed(all, now, "400 s ago", "NOTAUTH", s -> s.time = now - 400);
        signed(all, now, "400 s ahead", "NOTAUTH", s -> s.time = now + 400);
        signed(all, now, "400 s ago with another secret", "NOTAUTH", s -> {
            s.time = now - 400;
            s.secret = new byte[] {1, 2, 3};
        });
        signed(all, now, "400 s ago with a fudge of 30000", "NOERROR", s -> {
            s.time = now - 400;
            s.fudge = 30_000;
        });
        signed(all, now, "by half a MAC", "NOTAUTH", s -> s.macLength = 16);
        signed(all, now, "by half a MAC, 400 s ago", "NOTAUTH", s -> {
            s.macLength = 16;
            s.time = now - 400;
        });
        signed(all, now, "by less than half a MAC", "FORMERR", s -> s.macLength = 15);
        signed(all, now, "by less than 10 octets", "FORMERR", s -> s.macLength = 9);
        signed(all, now, "by nothing", "NOTAUTH", s -> s.macLength = 0);
        signed(all, now, "by more than a MAC", "FORMERR", s -> s.macLength = 33);
        signed(all, now, "with other data", "NOERROR", s -> s.other = "0102");
        signed(all, now, "with another ID before a forwarder", "NOERROR", s -> s.originalId = 0x4321);
        signed(all, now, "with class IN", "FORMERR", s -> s.dclass = 1);
        signed(all, now, "with a TTL", "NOTAUTH", s -> s.ttl = 5);
        signed(all, now, "with a TTL that is digested", "NOERROR", s -> {
            s.ttl = 5;
            s.digestedTtl = 5;
        });
        signed(all, now, "twice", "FORMERR", s -> s.times = 2);
        add(
                all,
                "a signature before EDNS",
                "FORMERR",
                zone -> Wire.update(zone).sign(KEY, now, s -> {}).edns(0, 4096));
        add(
                all,
                "a signature after EDNS",
                "NOERROR",
                zone -> Wire.update(zone).edns(0, 4096).sign(KEY, now, s -> {}));
        add(
                all,
                "signed, of an unknown opcode",
                "NOTIMP",
                zone -> Wire.opcode(3).question(zone, "SOA", "IN").sign(KEY, now, s -> {}));
        add(
                all,
                "signed, for an unknown zone",
                "NOTAUTH",
                zone -> Wire.update("elsewhere.test").sign(KEY, now, s -> {}));
        add(
                all,
                "signed, with a TTL in a prerequisite",
                "FORMERR",
                zone -> Wire.update(zone)
                        .prereq("www." + zone, "A", "ANY", 1, "")
                        .sign(KEY, now, s -> {}));
        add(
                all,
                "signed, with a broken A",
                "FORMERR",
                zone -> Wire.update(zone)
                        .change("www." + zone, "A", "IN", 60, "c00002")
                        .sign(KEY, now, s -> {}));
        add(
                all,
                "signed, a prerequisite fails",
                "NXDOMAIN",
                zone -> Wire.update(zone)
                        .prereq("nothing." + zone, "ANY", "ANY", "")
                        .sign(KEY, now, s -> {}));
        add(
                all,
                "a signed query",
                "NOERROR",
                zone -> Wire.query("www." + zone, "A").flag(0x0100).sign(KEY, now, s -> {}));
        add(
                all,
                "a badly signed query",
                "NOTAUTH",
                zone -> Wire.query("www." + zone, "A").sign(KEY, now, s -> s.secret = new byte[] {1, 2, 3}));
    }

    private interface Change {
        Wire of(Wire update, String zone);
    }

    private static void prereq(List<RawMessage> all, String title, String expected, Change change) {
        add(
                all,
                "a prerequisite " + title,
                expected,
                zone -> change.of(Wire.update(zone), zone).change("new." + zone, "A", "IN", 60, ADDRESS));
    }

    private static void change(List<RawMessage> all, String title, String expected, Change change) {
        add(all, "an update " + title, expected, zone -> change.of(Wire.update(zone), zone));
    }

    private static void signed(
            List<RawMessage> all, long now, String title, String expected, Consumer<Wire.Signature> spoil) {
        add(
                all,
                "signed " + title,
                expected,
                zone -> Wire.update(zone)
                        .change("new." + zone, "A", "IN", 60, ADDRESS)
                        .sign(KEY, now, spoil));
    }

    private static void add(List<RawMessage> all, String title, String expected, Function<String, Wire> message) {
        all.add(new RawMessage(title, expected, message));
    }

    @Override
    public String toString() {
        return title;
    }
}
