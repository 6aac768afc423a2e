package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a STUN server from where it sees this device (RFC 8489, binding request over UDP). Immutable and thread-safe.
 *
 * <p>The answer is not authenticated: whoever can read the request on its way can forge it, so it should not be the only
 * one to bring about a change. It is the address of the way to the server: the router's outer one behind NAT, and with
 * IPv6 a temporary one unless {@linkplain Query#bindAddress the query is bound} to a stable one.
 *
 * <p>Answers from elsewhere, to other requests, malformed, of the other family or without XOR-MAPPED-ADDRESS are left
 * aside. Requests are repeated after 500 ms, then after twice as long each time, until the time of the query is over.
 */
public final class StunIpSource implements IpSource {

    /** The port of servers that have no other (RFC 8489 section 18.6). */
    public static final int PORT = 3478;

    /** Section 6.2.1. */
    private static final UdpExchange.Pace PACE = new UdpExchange.Pace(Duration.ofMillis(500), 7);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final HostAndPort server;
    private final List<InetSocketAddress> addresses;
    private final String operator;

    private StunIpSource(HostAndPort server, List<InetSocketAddress> addresses, String operator) {
        this.server = server;
        this.addresses = addresses;
        this.operator = operator;
    }

    /**
     * A source that asks this server.
     *
     * @param server its name or address, with a port if it is not {@value #PORT}, such as {@code stun.example.org}
     * @return the source
     * @throws IllegalArgumentException if it is neither
     */
    public static StunIpSource of(String server) {
        return builder().server(server).build();
    }

    /** {@return a builder; it needs a server} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SourceId id() {
        return new SourceId("stun", server.text(PORT));
    }

    @Override
    public Vantage vantage() {
        return Vantage.REFLEXIVE;
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        String wrong = Answered.wrongBindAddress(query);
        if (!wrong.isEmpty()) {
            return Observation.unknown(wrong);
        }
        long deadline = UdpExchange.deadline(query.timeout());
        List<InetSocketAddress> servers;
        try {
            servers = servers(query.family(), deadline);
        } catch (TimeoutException e) {
            return Observation.unknown("looking up " + server.host() + " took longer than "
                    + query.timeout().toMillis() + " ms");
        }
        String failure = "the STUN server " + server.text(PORT) + " has no " + query.family() + " address";
        for (InetSocketAddress address : servers) {
            try {
                return ask(address, query, deadline);
            } catch (IOException e) {
                failure = "the STUN server " + UdpExchange.text(address) + " " + UdpExchange.words(e);
                if (e instanceof UdpExchange.SilenceException) { // the time is over, for the others too
                    break;
                }
            }
        }
        return Observation.unknown(failure);
    }

    private Observation ask(InetSocketAddress address, Query query, long deadline)
            throws IOException, InterruptedException {
        byte[] id = new byte[StunMessage.ID_LENGTH];
        RANDOM.nextBytes(id);
        try (UdpExchange exchange = UdpExchange.open(address, query.bindAddress())) {
            StunMessage.Answer answer =
                    exchange.ask(StunMessage.bindingRequest(id), PACE, deadline, datagram -> read(datagram, id, query));
            if (answer instanceof StunMessage.Answer.Mapped mapped) {
                return Observation.found(List.of(mapped.address()), new Provenance(id(), vantage(), operator, false));
            }
            return Observation.unknown("the STUN server " + UdpExchange.text(address) + " refuses to tell: "
                    + words(((StunMessage.Answer.Refused) answer).code()));
        }
    }

    private static StunMessage.Answer read(byte[] datagram, byte[] id, Query query) throws UnbelievableException {
        StunMessage.Answer answer = StunMessage.parse(datagram, id);
        if (answer instanceof StunMessage.Answer.Mapped mapped) {
            Answered.require(mapped.address(), query.family());
        }
        return answer;
    }

    private List<InetSocketAddress> servers(AddressFamily family, long deadline)
            throws InterruptedException, TimeoutException {
        if (!addresses.isEmpty()) {
            return addresses.stream()
                    .filter(address -> AddressFamily.of(address.getAddress()) == family)
                    .toList();
        }
        return HostLookup.addresses(server.host(), family, deadline).stream()
                .map((InetAddress address) -> new InetSocketAddress(address, server.port()))
                .toList();
    }

    /** Section 14.8. */
    private static String words(int code) {
        return "error " + code
                + switch (code) {
                    case 300 -> " (it names another server, which is not asked)";
                    case 400 -> " (bad request)";
                    case 401 -> " (it wants credentials)";
                    case 403 -> " (forbidden)";
                    case 420 -> " (unknown attribute)";
                    case 500 -> " (it has a problem)";
                    default -> "";
                };
    }

    /** Makes a {@link StunIpSource}. Not thread-safe. */
    public static final class Builder {

        private @Nullable HostAndPort server;
        private List<InetSocketAddress> addresses = List.of();
        private @Nullable String operator;

        private Builder() {}

        /**
         * The server to ask. Its name is looked up at every question, and of its addresses only those of the family
         * asked for are used.
         *
         * @param text its name or address, with a port if it is not {@value StunIpSource#PORT}, such as
         *     {@code stun.example.org}, {@code 192.0.2.1:19302} or {@code [2001:db8::1]:19302}
         * @return this builder
         * @throws IllegalArgumentException if it is neither
         */
        public Builder server(String text) {
            this.server = HostAndPort.parse(text, PORT);
            return this;
        }

        /**
         * Where the server is, instead of looking its name up.
         *
         * @param pinned its addresses and ports; a family without one cannot be asked for
         * @return this builder
         * @throws IllegalArgumentException if there is none, or one is not resolved
         */
        public Builder addresses(InetSocketAddress... pinned) {
            if (pinned.length == 0 || Arrays.stream(pinned).anyMatch(InetSocketAddress::isUnresolved)) {
                throw new IllegalArgumentException("give one or more resolved addresses of the STUN server");
            }
            this.addresses = List.of(pinned);
            return this;
        }

        /**
         * Who runs the server: two sources of one operator are not independent of each other.
         *
         * @param name such as {@code example.org}; by default the last two labels of the server's name
         * @return this builder
         * @throws IllegalArgumentException if it is blank
         */
        public Builder operator(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("an operator has a name, such as example.org");
            }
            this.operator = name;
            return this;
        }

        /**
         * Makes the source; nothing is sent yet.
         *
         * @return the source
         * @throws IllegalStateException if there is no server
         */
        public StunIpSource build() {
            HostAndPort named = server;
            if (named == null) {
                if (addresses.isEmpty()) {
                    throw new IllegalStateException("a STUN source needs a server, such as stun.example.org");
                }
                InetSocketAddress first = addresses.get(0);
                named = new HostAndPort(IpLiteral.format(first.getAddress()), first.getPort());
            }
            return new StunIpSource(named, addresses, operator == null ? named.operator() : operator);
        }
    }
}
