package io.github.ddnskit.rfc2136;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.internal.Failures;
import io.github.ddnskit.rfc2136.internal.ServerAddress;
import io.github.ddnskit.rfc2136.internal.WhoamiQuestion;
import io.github.ddnskit.rfc2136.transport.Carriers;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.LocalEnd;
import io.github.ddnskit.rfc2136.transport.Transport;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a name server from which address it is asked, over the family asked for. Thread-safe; between questions it
 * holds nothing but a connection over TCP or TLS, which closes by itself when it is idle for some seconds.
 *
 * <p>The server itself must know the answer: a resolver on the way would tell its own address. An answer counts only if it
 * repeats the question letter by letter, whose case is random, and holds one record of the name, type and class asked for
 * with one address of the family. It is not
 * authenticated unless it comes over TLS, and many networks intercept port 53.
 */
public final class DnsWhoamiSource implements IpSource {

    /** In which record a server tells the address. */
    public enum Answer {
        /** A or AAAA. */
        ADDRESS,
        /** TXT. */
        TXT,
        /** TXT of the class CHAOS. */
        CHAOS_TXT
    }

    private final Map<AddressFamily, ServerAddress> servers;
    private final WhoamiQuestion question;
    private final SourceId id;
    private final String operator;
    private final boolean authenticated;
    private final Carriers carriers;

    private DnsWhoamiSource(
            Map<AddressFamily, ServerAddress> servers,
            WhoamiQuestion question,
            String operator,
            DnsTransport transport) {
        this.servers = new EnumMap<>(servers);
        this.question = question;
        this.operator = operator;
        authenticated = transport.isAuthenticated();
        carriers = transport.carriers();
        id = new SourceId("dns-whoami", this.servers.values().iterator().next().toString());
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SourceId id() {
        return id;
    }

    @Override
    public Vantage vantage() {
        return Vantage.REFLEXIVE;
    }

    @Override
    public Set<AddressFamily> families() {
        return servers.keySet();
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        AddressFamily family = query.family();
        ServerAddress server = servers.get(family);
        if (server == null) {
            return Observation.unknown(id + " is not asked for " + family);
        }
        InetAddress from = query.bindAddress();
        if (from != null && AddressFamily.of(from) != family) {
            return Observation.unknown("no " + family + " question can be asked from " + IpLiteral.format(from));
        }
        Deadline deadline = Deadline.after(query.timeout());
        try {
            List<InetSocketAddress> addresses = server.resolve(deadline).stream()
                    .filter(address -> AddressFamily.of(address.getAddress()) == family)
                    .toList();
            IOException failure = null;
            for (int i = 0; i < addresses.size(); i++) {
                try {
                    return question.read(
                            way(addresses.get(i), from)
                                    .exchange(question.request(family), deadline.share(addresses.size() - i)),
                            family,
                            new Provenance(id, vantage(), operator, authenticated),
                            server.toString());
                } catch (IOException e) {
                    failure = e;
                }
            }
            return Observation.unknown(
                    failure == null
                            ? server.host() + " has no " + family + " address"
                            : Failures.unanswered(failure, server, query.timeout()));
        } catch (IOException e) {
            return Observation.unknown(Failures.unanswered(e, server, query.timeout()));
        }
    }

    private Transport way(InetSocketAddress to, @Nullable InetAddress from) {
        return from == null ? carriers.to(to) : carriers.to(to, new LocalEnd(from, null));
    }

    /** Closes the connections, if there are any. */
    @Override
    public void close() {
        carriers.close();
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return id.toString();
    }

    /** Builds a source. Not thread-safe. */
    public static final class Builder {

        private final Map<AddressFamily, String> servers = new EnumMap<>(AddressFamily.class);
        private DnsTransport transport = DnsTransport.udp();
        private @Nullable Hostname name;
        private Answer answer = Answer.ADDRESS;
        private @Nullable String operator;

        private Builder() {}

        /**
         * Asks one server for both families, each over its own.
         *
         * @param server its name or address, with {@code :port} unless it is 53 (853 over TLS), such as {@code resolver1.opendns.com}
         * @return this
         * @throws IllegalArgumentException if it is not the address of a server
         */
        public Builder server(String server) {
            return server(AddressFamily.IPV4, server).server(AddressFamily.IPV6, server);
        }

        /**
         * Asks a server for one family; a family without one is not asked for.
         *
         * @param family the family
         * @param server its name or address, with {@code :port} unless it is 53 (853 over TLS)
         * @return this
         * @throws IllegalArgumentException if it is not the address of a server
         */
        public Builder server(AddressFamily family, String server) {
            ServerAddress.parse(server);
            servers.put(family, server);
            return this;
        }

        /**
         * Says what to ask for.
         *
         * @param name the name that stands for whoever asks, such as {@code myip.opendns.com}
         * @return this
         * @throws IllegalArgumentException if it is not a name
         */
        public Builder name(String name) {
            this.name = Hostname.of(name);
            return this;
        }

        /**
         * Says in which record the answer comes.
         *
         * @param answer {@link Answer#ADDRESS} by default
         * @return this
         */
        public Builder answer(Answer answer) {
            this.answer = answer;
            return this;
        }

        /**
         * Says who runs the server: answers of one operator do not count as independent.
         *
         * @param operator such as {@code opendns.com}; the host of the server by default
         * @return this
         */
        public Builder operator(String operator) {
            this.operator = operator;
            return this;
        }

        /**
         * Says how the question gets to the server.
         *
         * @param transport {@link DnsTransport#udp()} by default; over TLS the answer counts as authenticated
         * @return this
         */
        public Builder transport(DnsTransport transport) {
            this.transport = transport;
            return this;
        }

        /**
         * Builds the source.
         *
         * @return a new one
         * @throws IllegalArgumentException if there is no server or no name
         */
        public DnsWhoamiSource build() {
            if (servers.isEmpty() || name == null) {
                throw new IllegalArgumentException(
                        "a whoami source needs a server and a name, such as resolver1.opendns.com and myip.opendns.com");
            }
            Map<AddressFamily, ServerAddress> addresses = new EnumMap<>(AddressFamily.class);
            servers.forEach(
                    (family, text) -> addresses.put(family, ServerAddress.parse(text, transport.defaultPort())));
            return new DnsWhoamiSource(
                    addresses,
                    new WhoamiQuestion(name, answer),
                    operator == null ? addresses.values().iterator().next().host() : operator,
                    transport);
        }
    }
}
