package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.ServerView;
import io.github.ddnskit.rfc2136.ServerView.Records;
import io.github.ddnskit.rfc2136.ServerView.Soa;
import io.github.ddnskit.rfc2136.Standing;
import io.github.ddnskit.rfc2136.transport.DatagramOrStreamTransport;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.Transport;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks one server about one name, and understands its answers. Used by one thread. */
final class Inquiry {

    private final String name;
    private final ServerAddress address;
    private final Transport transport;
    private final Hostname host;
    private final Name owner;
    private final Provenance provenance;
    private final Deadline deadline;

    Inquiry(String name, InetSocketAddress at, Hostname host, Deadline deadline) {
        this.name = name;
        this.address = ServerAddress.of(IpLiteral.format(at.getAddress()), at.getPort());
        this.transport = new DatagramOrStreamTransport(at);
        this.host = host;
        this.owner = Names.of(host);
        this.deadline = deadline;
        SourceId source = new SourceId("authoritative", address.toString());
        this.provenance = new Provenance(source, Vantage.REFLEXIVE, address.host(), false);
    }

    /** What is known of a server that says nothing. */
    static ServerView without(String name, String address, Standing standing, String why) {
        Records records = new Records(Observation.unknown(why), null);
        return new ServerView(name, address, standing, why, null, records, records, null, null, false);
    }

    ServerView view(@Nullable Hostname zone, boolean thorough) throws InterruptedException {
        Duration patience = deadline.remaining();
        Message first;
        try {
            first = ask(AddressAnswer.question(host, AddressFamily.IPV4), deadline.share(2));
        } catch (IOException e) {
            boolean unreachable = e instanceof SocketException && !(isRefusal(e) || e instanceof BindException);
            return without(
                    name,
                    address.toString(),
                    unreachable ? Standing.NO_ROUTE : Standing.SILENT,
                    Failures.unanswered(e, address, patience.dividedBy(2)));
        }
        Records ipv4 = records(first, AddressFamily.IPV4);
        Records ipv6 = ask(owner, AddressFamily.IPV6);
        String alias = alias(first, owner);
        Standing standing = standing(first, ipv6, zone);
        boolean more = thorough && standing == Standing.AUTHORITATIVE;
        String cut = standing == Standing.DELEGATED ? cut(first, zone).orElse(null) : null;
        return new ServerView(
                name,
                address.toString(),
                standing,
                words(standing, first, cut),
                more ? soa(zone) : null,
                ipv4,
                ipv6,
                alias,
                cut,
                more && isWildcard(ipv4, ipv6, alias));
    }

    private static boolean isRefusal(IOException e) {
        return e instanceof ConnectException || e instanceof PortUnreachableException;
    }

    private Message ask(Message question, Deadline until) throws IOException, InterruptedException {
        question.getHeader().unsetFlag(Flags.RD);
        return transport.exchange(new PlainRequest(question), until);
    }

    private Records ask(Name of, AddressFamily family) throws InterruptedException {
        Duration patience = deadline.remaining();
        try {
            Message reply = ask(Resolvers.question(of, Type.value(family.recordType())), deadline);
            return of.equals(owner) ? records(reply, family) : plainRecords(reply, of);
        } catch (IOException e) {
            return new Records(Observation.unknown(Failures.unanswered(e, address, patience)), null);
        }
    }

    private Records records(Message reply, AddressFamily family) {
        return new Records(AddressAnswer.read(reply, host, family, provenance), ttl(reply, owner));
    }

    private Records plainRecords(Message reply, Name of) {
        var addresses = reply.getSection(Section.ANSWER).stream()
                .filter(record -> record.getName().equals(of))
                .flatMap(record -> Resolvers.address(record).stream())
                .toList();
        return new Records(
                addresses.isEmpty() ? Observation.absent("none") : Observation.found(addresses, provenance), null);
    }

    /** How long the answer may be kept: a negative one as RFC 2308 section 5 says. */
    private static @Nullable Duration ttl(Message reply, Name of) {
        Stream<Long> positive = reply.getSection(Section.ANSWER).stream()
                .filter(record -> record.getName().equals(of))
                .map(Record::getTTL);
        Stream<Long> negative = reply.getSection(Section.AUTHORITY).stream()
                .filter(record -> record instanceof SOARecord)
                .map(record -> Math.min(record.getTTL(), ((SOARecord) record).getMinimum()));
        return (reply.getSection(Section.ANSWER).isEmpty() ? negative : positive)
                .min(Long::compare)
                .map(Duration::ofSeconds)
                .orElse(null);
    }

    private Standing standing(Message reply, Records other, @Nullable Hostname zone) throws InterruptedException {
        int rcode = reply.getRcode();
        if (rcode == Rcode.REFUSED || rcode == Rcode.NOTAUTH) {
            return Standing.LAME;
        }
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            // one family may fail alone
            return other.observation() instanceof Observation.Unknown ? Standing.FAILING : Standing.AUTHORITATIVE;
        }
        if (reply.getHeader().getFlag(Flags.AA)) {
            return Standing.AUTHORITATIVE;
        }
        return cut(reply, zone).isPresent() ? Standing.DELEGATED : Standing.LAME;
    }

    /** The name at which the server hands a part of its zone to others; a referral upwards or from a cache is none. */
    private Optional<String> cut(Message reply, @Nullable Hostname zone) throws InterruptedException {
        Optional<Name> referred = reply.getSection(Section.AUTHORITY).stream()
                .filter(record -> record.getType() == Type.NS)
                .map(Record::getName)
                .filter(cut -> owner.subdomain(cut) && cut.labels() > 1)
                .findFirst();
        if (referred.isEmpty()) {
            return Optional.empty();
        }
        Name cut = referred.get();
        boolean below =
                zone == null ? servesSomethingAbove(cut) : cut.subdomain(Names.of(zone)) && !cut.equals(Names.of(zone));
        return below ? Optional.of(Names.text(cut)) : Optional.empty();
    }

    private boolean servesSomethingAbove(Name cut) throws InterruptedException {
        try {
            return ask(Resolvers.question(new Name(cut, 1), Type.SOA), deadline)
                    .getHeader()
                    .getFlag(Flags.AA);
        } catch (IOException e) {
            return false;
        }
    }

    private @Nullable Soa soa(@Nullable Hostname zone) throws InterruptedException {
        try {
            Hostname apex = zone == null ? ZoneFinder.find(host, question -> ask(question, deadline)) : zone;
            return ask(Resolvers.question(Names.of(apex), Type.SOA), deadline).getSection(Section.ANSWER).stream()
                    .filter(record -> record instanceof SOARecord)
                    .map(record -> (SOARecord) record)
                    .map(soa -> new Soa(soa.getSerial(), Duration.ofSeconds(soa.getRefresh())))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Whether a wildcard answers for the name. By RFC 4592 a wildcard answers for names that do not exist and for all below
     * them: then a made-up name beside it has the same records, and a made-up name below it does not fail to exist.
     */
    private boolean isWildcard(Records ipv4, Records ipv6, @Nullable String alias) throws InterruptedException {
        if (host.isWildcard()
                || (alias == null
                        && ipv4.addresses().isEmpty()
                        && ipv6.addresses().isEmpty())) {
            return false;
        }
        try {
            Name madeUp = Name.fromString("ddnskit-" + Long.toString(System.nanoTime(), 36));
            Name beside = Name.concatenate(madeUp, new Name(owner, 1));
            Message sibling = ask(Resolvers.question(beside, Type.A), deadline);
            if (sibling.getRcode() != Rcode.NOERROR
                    || !plainRecords(sibling, beside).addresses().equals(ipv4.addresses())
                    || !Objects.equals(alias(sibling, beside), alias)
                    || !ask(beside, AddressFamily.IPV6).addresses().equals(ipv6.addresses())) {
                return false;
            }
            Name below = Name.concatenate(madeUp, owner);
            return ask(Resolvers.question(below, Type.A), deadline).getRcode() == Rcode.NOERROR;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable String alias(Message reply, Name of) {
        return reply.getSection(Section.ANSWER).stream()
                .filter(record ->
                        record instanceof CNAMERecord && record.getName().equals(of))
                .map(record -> Names.text(((CNAMERecord) record).getTarget()))
                .findFirst()
                .orElse(null);
    }

    private String words(Standing standing, Message reply, @Nullable String cut) {
        return switch (standing) {
            case AUTHORITATIVE -> address + " has authority for " + host;
            case DELEGATED -> address + " says that " + cut + " is served elsewhere";
            case LAME ->
                address + " has no authority for " + host
                        + (reply.getRcode() == Rcode.NOERROR ? "" : ": it answered " + Rcode.string(reply.getRcode()));
            default -> address + " answered " + Rcode.string(reply.getRcode());
        };
    }
}
