package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The resolvers that ordinary programs ask, in turn until one answers. Thread-safe. */
public final class Resolvers {

    private final List<ServerAddress> given;

    private Resolvers(List<ServerAddress> given) {
        this.given = List.copyOf(given);
    }

    /**
     * Resolvers to ask.
     *
     * @param given where they are; those of the system if there is none
     * @return the resolvers
     */
    public static Resolvers of(List<ServerAddress> given) {
        return new Resolvers(given);
    }

    /**
     * What a resolver says about the addresses of a name, aliases followed.
     *
     * @param rcode the code, such as {@code NXDOMAIN}
     * @param addresses the addresses, if any
     * @param ttl how long the resolver will say so, or null if it does not tell
     */
    public record Answer(
            String rcode,
            Set<InetAddress> addresses,
            @Nullable Duration ttl) {}

    /**
     * Asks for the addresses of a name.
     *
     * @param host the name
     * @param family which addresses
     * @param deadline when to give up
     * @return what the first resolver that answers says
     * @throws IOException if none answers
     * @throws InterruptedException if the thread was interrupted
     */
    public Answer addresses(Hostname host, AddressFamily family, Deadline deadline)
            throws IOException, InterruptedException {
        Message reply = ask(question(Names.of(host), Type.value(family.recordType())), deadline);
        Set<InetAddress> addresses = new LinkedHashSet<>();
        Optional<Duration> ttl = reply.getSection(Section.ANSWER).stream()
                .map(record -> Duration.ofSeconds(record.getTTL()))
                .min(Comparator.naturalOrder());
        for (Record record : reply.getSection(Section.ANSWER)) {
            address(record).ifPresent(addresses::add);
        }
        return new Answer(Rcode.string(reply.getRcode()), addresses, ttl.orElse(null));
    }

    /** The zone that holds a name. */
    Hostname zone(Hostname host, Deadline deadline) throws IOException, InterruptedException {
        return ZoneFinder.find(host, question -> {
            question.getHeader().setFlag(Flags.RD);
            return ask(question, deadline);
        });
    }

    /** The reply that holds the NS records of a zone. */
    Message nameServers(Hostname zone, Deadline deadline) throws IOException, InterruptedException {
        return ask(question(Names.of(zone), Type.NS), deadline);
    }

    /** The addresses of a server, IPv4 before IPv6. */
    List<InetAddress> addresses(String server, Deadline deadline) throws IOException, InterruptedException {
        List<InetAddress> addresses = new ArrayList<>();
        Hostname host = Hostname.of(server);
        addresses.addAll(addresses(host, AddressFamily.IPV4, deadline.share(2)).addresses());
        addresses.addAll(addresses(host, AddressFamily.IPV6, deadline).addresses());
        return addresses;
    }

    /** {@return where they are, for people} */
    @Override
    public String toString() {
        List<ServerAddress> all = all();
        return all.isEmpty() ? "no resolver" : "the resolver " + all.get(0);
    }

    static Optional<InetAddress> address(Record record) {
        if (record instanceof ARecord a) {
            return Optional.of(a.getAddress());
        }
        return record instanceof AAAARecord aaaa ? Optional.of(aaaa.getAddress()) : Optional.empty();
    }

    static List<Name> targets(Message reply, Name zone) {
        return reply.getSection(Section.ANSWER).stream()
                .filter(record -> record instanceof NSRecord && record.getName().equals(zone))
                .map(record -> ((NSRecord) record).getTarget())
                .toList();
    }

    static Message question(Name name, int type) {
        return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    }

    Message ask(Message question, Deadline deadline) throws IOException, InterruptedException {
        IOException failure = new IOException("this system names no resolver");
        List<ServerAddress> all = all();
        for (int i = 0; i < all.size(); i++) {
            Deadline share = deadline.share(all.size() - i);
            Duration patience = share.remaining();
            try {
                return new DnsServer(all.get(i), Clock.systemUTC()).ask(question, share);
            } catch (IOException e) {
                failure = new IOException(Failures.unanswered(e, all.get(i), patience), e);
            }
        }
        throw failure;
    }

    /** Those of the system are read anew each time: they change with the network. */
    private List<ServerAddress> all() {
        if (!given.isEmpty()) {
            return given;
        }
        ResolverConfig.refresh();
        return ResolverConfig.getCurrentConfig().servers().stream()
                .filter(server -> !server.isUnresolved()
                        && !server.getAddress().isLinkLocalAddress()) // which needs a zone, and is no literal
                .map(server -> ServerAddress.of(IpLiteral.format(server.getAddress()), server.getPort()))
                .toList();
    }
}
