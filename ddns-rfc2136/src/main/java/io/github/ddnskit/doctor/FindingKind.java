package io.github.ddnskit.doctor;

import static io.github.ddnskit.doctor.Severity.FAULT;
import static io.github.ddnskit.doctor.Severity.NOTE;
import static io.github.ddnskit.doctor.Severity.WARNING;

import java.util.Locale;

/**
 * What the doctor can find: how much it matters, what it is, the evidence with places for what was seen, and what to do.
 * The texts are English; {@link Finding#words(io.github.ddnskit.catalog.Texts)} gives them in other languages.
 */
public enum FindingKind {
    /** No zone holds the name, or nobody tells its servers. */
    NO_SERVERS(
            FAULT,
            "Nobody knows which name servers the name has.",
            "{0}: {1}",
            "Check the spelling of the name, that its domain is registered and has not expired, and the network."),
    /** None of the servers has authority. */
    NO_AUTHORITY(
            FAULT,
            "No name server answers for the name.",
            "{0}",
            "Check that the name servers run, that they serve the zone, and that nothing blocks port 53."),
    /** Neither addresses nor anything else. */
    NAME_MISSING(
            FAULT,
            "The name has no address records.",
            "{1} has neither an A nor an AAAA record for {0}",
            "Let the client publish it; if it says that it did, check that it updates this zone at this server."),
    /** NS records stand between the zone that is updated and the name. */
    DELEGATED(
            FAULT,
            "A delegation stands in the way.",
            "{1} hands {0} to other name servers",
            "Update the zone at those servers, or remove the NS records that hand it over."),
    /** A CNAME record. */
    ALIAS(
            FAULT,
            "The name is an alias (CNAME).",
            "{0} points to {1}, so that address records of its own are ignored",
            "Remove the CNAME record, or update the name that it points to."),
    /** A wildcard answers. */
    WILDCARD(
            WARNING,
            "The name does not exist; a wildcard answers for it.",
            "{1} gives {0} the same records as any other name beside it",
            "Let the client publish the name itself, or leave it to the wildcard and update that."),

    /** No answer from one server. */
    SERVER_SILENT(
            WARNING,
            "A name server does not answer.",
            "{0}: {1}",
            "Start it, or remove it from the NS records; those who ask it wait, or do not find the name."),
    /** A server that does not know of its duty. */
    SERVER_LAME(
            WARNING,
            "A name server does not serve the zone.",
            "{0}: {1}",
            "Configure the zone there, or remove the server from the NS records of the zone and of its parent."),
    /** A server with an error. */
    SERVER_FAILING(
            WARNING,
            "A name server answers with an error.",
            "{0}: {1}",
            "Look into its log: often it could not load the zone, or its copy has expired."),
    /** A server without an address. */
    SERVER_UNRESOLVED(
            WARNING,
            "A name server has no address.",
            "{0}: {1}",
            "Add address records for it, or remove it from the NS records."),
    /** An older copy of the zone, with other records. */
    SERVER_STALE(
            WARNING,
            "A name server still serves an older copy of the zone.",
            "{0} has serial {1} and {2}; {3} has serial {4} and {5}",
            "Wait some seconds; if it lasts, check notifications (NOTIFY) and zone transfers to it."),
    /** Different records under the same serial. */
    SPLIT_VIEW(
            WARNING,
            "Name servers serve different records for the same version of the zone.",
            "{0} has {1}, and {2} has {3}",
            "Make them serve one zone: one may be changed by hand, use another view, or be a primary of its own."),

    /** The device has no address that could be published. */
    NO_ADDRESS(
            FAULT,
            "No address of this device is known.",
            "{0}",
            "Look at ddns ip --explain, and at the sources in the configuration."),
    /** One family is not known. */
    ADDRESS_UNKNOWN(
            WARNING,
            "One of the addresses of this device could not be found out.",
            "{0}: {1}",
            "Look at ddns ip --explain; the record stays as it is until the sources agree."),
    /** The device has an address, and DNS none. */
    RECORD_MISSING(
            FAULT,
            "A record is missing.",
            "{0} has no {1} record, and this device has {2}",
            "Run the client; if it says that it published the address, check that it updates this server."),
    /** The record does not lead here. */
    WRONG_ADDRESS(
            FAULT,
            "The name leads to another address than this device has.",
            "the {1} record of {0} is {2}, and this device has {3}",
            "Run the client; if the record does not follow, see what else is found here."),
    /** A record without an address. */
    LEFTOVER_RECORD(
            WARNING,
            "A record is left of an address that this device no longer has.",
            "the {1} record of {0} is {2}, and this device has none: {3}",
            "Let the client remove it (\"absence\" in the configuration), or remove it by hand; many try it first."),
    /** A record of the family that is not kept. */
    OTHER_FAMILY(
            WARNING,
            "A record that this client does not keep may lead elsewhere.",
            "the {1} record of {0} is {2}, and this client publishes only {3}",
            "Remove the record, or let the client publish both families; clients choose between A and AAAA by themselves."),
    /** IPv4 in an AAAA record. */
    IPV4_IN_AAAA(
            FAULT,
            "An AAAA record holds an IPv4 address.",
            "the AAAA record of {0} is {1}, which is an IPv4 address in the form of IPv6",
            "Remove the AAAA record, and publish the address in an A record."),
    /** Not of this world. */
    NOT_REACHABLE(
            FAULT,
            "A record holds an address that nobody can reach from the Internet.",
            "{1} of {0} is {2}",
            "Choose a source that sees the address from outside, or allow its class if the name is for your own network."),

    /** Old answers live long. */
    LONG_TTL(
            WARNING,
            "Old answers live long.",
            "the {1} record of {0} may be kept for {2}",
            "Lower the TTL: 60 s to 5 min suit an address that changes."),
    /** A change was just made. */
    OLD_ANSWERS(
            NOTE,
            "The record was changed a short while ago.",
            "caches may give out the former {1} record of {0} until {2}",
            "Wait until then before looking for another cause."),
    /** The resolver gives another answer than the servers. */
    RESOLVER_HAS_OTHER(
            NOTE,
            "A resolver still gives another address.",
            "{1} says {2} for {0}, for another {3}; the name servers say {4}",
            "Wait until it has forgotten. If it does not, it answers for the name by itself."),
    /** The resolver has nothing. */
    RESOLVER_FINDS_NOTHING(
            WARNING,
            "A resolver does not find the name.",
            "{1} says that {0} has no {2} record",
            "If it lasts, the parent of the zone does not name these name servers: correct the delegation there."),
    /** The resolver fails. */
    RESOLVER_FAILS(
            WARNING,
            "A resolver cannot resolve the name.",
            "{1} says {2} for {0}",
            "Often the delegation leads to servers that do not answer, or DNSSEC signatures or DS records are wrong."),
    /** The resolver does not answer. */
    RESOLVER_SILENT(
            WARNING,
            "The resolver of this device does not answer.",
            "{0}",
            "Check the network and the DNS settings of this device; the client needs names resolved too."),

    /** See {@link io.github.ddnskit.ip.Warning.Kind#CGNAT}. */
    CGNAT(
            WARNING,
            "The Internet provider shares the IPv4 address among customers (CGNAT).",
            "{0}",
            "Ask the provider for an address of your own, or use IPv6: nobody can connect to this device over IPv4."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#DOUBLE_NAT}. */
    DOUBLE_NAT(
            WARNING,
            "There is another router before yours.",
            "{0}",
            "Forward the ports on both routers, or make one of them a bridge."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#SHARED_IPV4}. */
    SHARED_IPV4(
            WARNING,
            "IPv4 comes over IPv6 and is shared with others (DS-Lite, 464XLAT).",
            "{0}",
            "Use IPv6, or ask the provider for a service with an IPv4 address of its own."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#VPN_SUSPECTED}. */
    VPN_SUSPECTED(
            WARNING,
            "The traffic of this device takes a detour, such as a VPN.",
            "{0}",
            "Let the sources ask past the VPN, or ask the router; until then the record stays as it is."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#NAT64}. */
    NAT64(
            NOTE,
            "The network translates between IPv4 and IPv6.",
            "{0}",
            "Publish the IPv6 address of the device; it has no IPv4 address of its own."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#TEMPORARY_ADDRESS}. */
    TEMPORARY_ADDRESS(
            NOTE,
            "The Internet sees a temporary IPv6 address of this device.",
            "{0}",
            "Nothing: the stable address is the one to publish."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#CLOSED_NETWORK}. */
    CLOSED_NETWORK(
            WARNING,
            "An address belongs to a network that is closed towards the Internet.",
            "{0}",
            "Get an address of the Internet as well, or publish through a service of that network."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#SOURCES_DISAGREE}. */
    SOURCES_DISAGREE(
            WARNING,
            "Servers on the Internet see different addresses of this device.",
            "{0}",
            "Look at ddns ip --explain, and drop the source that is wrong."),
    /** See {@link io.github.ddnskit.ip.Warning.Kind#CAPTIVE_PORTAL}. */
    CAPTIVE_PORTAL(WARNING, "A login page answers in the place of the Internet.", "{0}", "Log in to the network."),

    /** A refresh is overdue. */
    LAPSING(
            WARNING,
            "The registration is about to lapse.",
            "the provider wants {0} again every {1}, and it was confirmed last at {2}",
            "Run the client; it must run at least that often."),
    /** Nothing was ever confirmed. */
    NEVER_PUBLISHED(
            WARNING,
            "The client has not published this record yet.",
            "the state holds no confirmation of the {1} record of {0}",
            "Run the client with this configuration, and see what it says."),
    /** Sent, and no answer. */
    UNCONFIRMED(
            WARNING,
            "The last update was not confirmed.",
            "{2} was sent for the {1} record of {0} at {3}, and no answer was believed",
            "Run the client: it repeats the update; then look for what it says."),
    /** Attempts fail. */
    FAILING(
            WARNING,
            "Updates fail.",
            "the last {2} attempts for the {1} record of {0} failed; the next is made at {3}",
            "Look at what the client said, or let it try: ddns once."),
    /** Halted because of the credentials. */
    CREDENTIALS_REJECTED(
            FAULT,
            "The provider has rejected the credentials, and the client has stopped.",
            "{0}: {1}",
            "Correct the user name, password, token or key in the configuration; the client then tries again."),
    /** Halted because of misuse. */
    BLOCKED(
            FAULT,
            "The provider has blocked the name or the account.",
            "{0}: {1}",
            "Ask the provider to unblock it, and look for another program that updates the same name."),
    /** Halted for another reason. */
    HALTED(
            FAULT,
            "The provider has refused for good, and the client has stopped.",
            "{0}: {1}",
            "Correct what it says; the client tries again when the configuration has changed."),
    /** Somebody else. */
    CHANGED_ELSEWHERE(
            WARNING,
            "The record is not what this client published.",
            "the {1} record of {0} is {2}, and {3} was confirmed at {4}",
            "Look for another client or person that changes it, such as the router's own dynamic DNS."),
    /** Nowhere to remember. */
    NOTHING_REMEMBERED(
            NOTE,
            "The client remembers nothing.",
            "the configuration of {0} names no \"state\" file",
            "Name one, so that the client sends nothing needlessly after a restart."),
    /** The state cannot be read. */
    STATE_UNREADABLE(
            WARNING,
            "The state of the client cannot be read.",
            "{0}",
            "Correct the permissions of the file, or remove it; the client then publishes everything once more."),

    /** TSIG BADTIME. */
    CLOCK_WRONG(
            FAULT,
            "The clock of this device and that of the name server differ too much for signed updates.",
            "{0}",
            "Set the clock, best with NTP; without a battery it is wrong after each start."),
    /** TSIG BADKEY. */
    KEY_UNKNOWN(
            FAULT,
            "The name server does not know the key.",
            "{0}",
            "Compare name and algorithm of the key with those in the configuration of the server."),
    /** TSIG BADSIG, or a secret that cannot be read. */
    KEY_WRONG(
            FAULT,
            "The secret of the key is wrong.",
            "{0}",
            "Copy the secret anew from the configuration of the server."),
    /** The server answers with another zone, or none. */
    ZONE_NOT_SERVED(
            FAULT,
            "The server that is to take the updates does not serve the zone.",
            "{0}",
            "Name the primary name server of the zone, and the zone that it has."),
    /** The server for updates does not answer. */
    UPDATE_SERVER_SILENT(
            FAULT,
            "The server that is to take the updates does not answer.",
            "{0}",
            "Check its address, that it runs, and that firewalls let UDP and TCP pass to it."),
    /** The server for updates answers otherwise. */
    UPDATE_SERVER_REFUSES(
            FAULT,
            "The server that is to take the updates does not answer as it should.",
            "{0}",
            "Look into the log of the server.");

    private final Severity severity;
    private final String what;
    private final String evidence;
    private final String advice;

    FindingKind(Severity severity, String what, String evidence, String advice) {
        this.severity = severity;
        this.what = what;
        this.evidence = evidence;
        this.advice = advice;
    }

    /** {@return how much it matters} */
    public Severity severity() {
        return severity;
    }

    /** {@return what it is, in an English sentence} */
    public String what() {
        return what;
    }

    /** {@return what was seen, in English, with {@code {0}} and so on in the place of values} */
    public String evidence() {
        return evidence;
    }

    /** {@return what to do, in English} */
    public String advice() {
        return advice;
    }

    /** {@return the name used in tables and JSON, such as {@code wrong-address}} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
