package io.github.ddnskit.testkit.real;

import java.util.Map;

/** Titles of {@link RawMessage}s to which a personality does not reply as its server does, and why that was left so. */
final class KnownDifferences {

    private static final String NOBODY_SENDS_IT = "no client sends it";
    private static final String NOT_READ = "it does not read data before it needs them, and then fails";
    private static final String RECURSION = "it repeats RD, which means nothing in an update";

    static final Map<String, String> OF_KNOT = Map.of(
            "a zone of class ANY", NOBODY_SENDS_IT,
            "a zone of class NONE", NOBODY_SENDS_IT,
            "a prerequisite of class IN, type ANY, empty", NOBODY_SENDS_IT,
            "an update deleting an empty A", NOT_READ,
            "an update with AA, RD and Z set", RECURSION,
            "an update with a code in the request", "it repeats the code of the request",
            "an update with EDNS not at the root", "it does not look at the owner of an OPT",
            "signed with class IN", "it does not look at the class of a TSIG");

    static final Map<String, String> OF_POWERDNS = Map.ofEntries(
            Map.entry("no zone", "it is silent"),
            Map.entry("a zone of class CH", NOBODY_SENDS_IT),
            Map.entry("a zone of class ANY", NOBODY_SENDS_IT),
            Map.entry("a zone of class NONE", NOBODY_SENDS_IT),
            Map.entry("a prerequisite of class IN, type A, empty", NOT_READ),
            Map.entry("an update adding type TKEY", "its transfer of the zone cannot be read afterwards"),
            Map.entry("an update adding type OPT", "its transfer of the zone cannot be read afterwards"),
            Map.entry("an update adding type 65280", "it stores only types that it knows"),
            Map.entry("an update adding type 65280, empty", "it stores only types that it knows"),
            Map.entry("an update adding type MD", "it stores only types that it knows"),
            Map.entry("an update adding an A of 3 octets", NOT_READ),
            Map.entry("an update adding an A of 5 octets", NOT_READ),
            Map.entry("an update adding an empty A", NOT_READ),
            Map.entry("an update adding an AAAA of 4 octets", NOT_READ),
            Map.entry("an update adding an empty TXT", "it makes something of it"),
            Map.entry("an update adding a broken MX", "it makes something of it"),
            Map.entry("an update deleting an empty A", NOT_READ),
            Map.entry("an update adding NSEC3", "it says NOERROR and does nothing"),
            Map.entry("an update with AA, RD and Z set", RECURSION),
            Map.entry("an update with TC set", "it is silent"),
            Map.entry("an update with TC set, cut short", "it is silent"),
            Map.entry("an update with EDNS twice", "it takes the last OPT"),
            Map.entry("an update with EDNS not at the root", "it does not look at the owner of an OPT"),
            Map.entry("an update cut short", "it is silent"),
            Map.entry("an update that promises another record", "it is silent"),
            Map.entry("a query with EDNS 1", "it sets AA"),
            Map.entry("a query of class CH", "it says NOTIMP"),
            Map.entry("signed with a key name in capitals", "it digests the name as it came"),
            Map.entry("signed 400 s ago with a fudge of 30000", "it repeats the fudge"),
            Map.entry("signed with other data", "it does not digest them"),
            Map.entry("signed with class IN", "it takes it for unsigned"),
            Map.entry("signed with a TTL", "it does not digest the TTL as it came"),
            Map.entry("signed with a TTL that is digested", "it does not digest the TTL as it came"),
            Map.entry("signed twice", "it is silent"),
            Map.entry("a signature before EDNS", "it is silent"),
            Map.entry("signed, with a broken A", NOT_READ),
            Map.entry("a badly signed query", "to queries it says NOTAUTH"));

    private KnownDifferences() {}
}
