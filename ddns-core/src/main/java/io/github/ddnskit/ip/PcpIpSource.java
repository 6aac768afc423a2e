package io.github.ddnskit.ip;

import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * Asks the router for the outer address with PCP (RFC 6887). Immutable and thread-safe.
 *
 * <p>PCP tells an address only to those who map a port. So this source maps the UDP port that it asks from, on which
 * nothing listens afterwards, for two minutes, and deletes the mapping as soon as it has the answer; should the deletion
 * be lost, the router forgets the mapping by itself. Whoever does not want that uses {@link NatPmpIpSource} or another
 * source: none of them changes anything on the router.
 *
 * <p>For IPv6 the outer address is, without translation, the one that this device asks from. Unless
 * {@linkplain Query#bindAddress the query is bound} to another, that is the one that {@link InterfaceIpSource} gives for
 * the interface towards a router with a link-local address, and the system's choice, perhaps a temporary one, towards any
 * other router.
 *
 * <p>The router is believed as it is: an address that it has itself behind another NAT is found like any other, and
 * refused later unless the user allows its class. The answer is not authenticated, but carries the nonce of the request,
 * which only those see who can read along.
 */
public final class PcpIpSource implements IpSource {

    /** As short as common routers allow. */
    private static final int LIFETIME_SECONDS = 120;

    /** Errors stand for at most half an hour, whatever the router says. */
    private static final long LONGEST_RETRY_SECONDS = 1800;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final GatewayChoice gateways;

    private PcpIpSource(GatewayChoice gateways) {
        this.gateways = gateways;
    }

    /**
     * A source that asks the gateway of the default route, whichever it is at the time of the question.
     *
     * @return the source
     * @throws IllegalStateException if this system does not tell its routes: only Linux does, in {@code /proc/net/route}
     */
    public static PcpIpSource gateway() {
        return new PcpIpSource(GatewayChoice.ofDefaultRoute());
    }

    /**
     * A source that asks these gateways.
     *
     * @param gateways the addresses of one router, one of each family that is to be asked for
     * @return the source
     * @throws IllegalArgumentException if there is none, or one is not an address
     */
    public static PcpIpSource at(String... gateways) {
        return new PcpIpSource(GatewayChoice.of(gateways));
    }

    /**
     * A source that asks gateways at another port than 5351.
     *
     * @param gateways the addresses and ports of one router, one of each family that is to be asked for
     * @return the source
     * @throws IllegalArgumentException if there is none, or one is not resolved
     */
    public static PcpIpSource at(InetSocketAddress... gateways) {
        return new PcpIpSource(GatewayChoice.of(gateways));
    }

    @Override
    public SourceId id() {
        return new SourceId("pcp", gateways.name());
    }

    @Override
    public Vantage vantage() {
        return Vantage.GATEWAY;
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        long deadline = UdpExchange.deadline(query.timeout());
        return gateways.ask(query, gateway -> ask(gateway, query, deadline));
    }

    private Observation ask(InetSocketAddress gateway, Query query, long deadline)
            throws IOException, InterruptedException {
        byte[] nonce = new byte[PcpMessage.NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        InetAddress local = query.bindAddress();
        if (local == null && gateway.getAddress() instanceof Inet6Address link && link.isLinkLocalAddress()) {
            Observation stable = onTheLinkOf(link).observe(query);
            if (!(stable instanceof Observation.Found found)) {
                return stable;
            }
            local = found.addresses().iterator().next();
        }
        try (UdpExchange exchange = UdpExchange.open(gateway, local)) {
            InetSocketAddress client = exchange.local();
            boolean mayBeMapped = true;
            try {
                PcpMessage.Answer answer = exchange.ask(
                        PcpMessage.request(client, nonce, LIFETIME_SECONDS),
                        pace(),
                        deadline,
                        datagram -> PcpMessage.parse(datagram, client, nonce));
                mayBeMapped = answer instanceof PcpMessage.Answer.Mapped;
                return observation(answer, gateway);
            } finally {
                if (mayBeMapped) { // also when the answer was lost, or the wait was interrupted
                    delete(exchange, client, nonce);
                }
            }
        }
    }

    /** Asked from a link-local address, the router would map that one. */
    private static InterfaceIpSource onTheLinkOf(Inet6Address gateway) {
        NetworkInterface link = gateway.getScopedInterface();
        return link == null ? InterfaceIpSource.any() : InterfaceIpSource.of(link.getName());
    }

    /** Section 8.1.1: about three seconds, at random, so that not all clients of a router ask at once. */
    private static UdpExchange.Pace pace() {
        return new UdpExchange.Pace(Duration.ofMillis(2700 + RANDOM.nextInt(601)), 9);
    }

    private static void delete(UdpExchange exchange, InetSocketAddress client, byte[] nonce) {
        try {
            exchange.send(PcpMessage.request(client, nonce, 0));
        } catch (IOException e) {
            // The mapping ends by itself.
        }
    }

    private Observation observation(PcpMessage.Answer answer, InetSocketAddress gateway) {
        String who = "the gateway " + UdpExchange.text(gateway);
        if (answer instanceof PcpMessage.Answer.Refused refused) {
            long seconds = Math.min(refused.lifetime(), LONGEST_RETRY_SECONDS);
            return new Observation.Unknown(
                    who + " does not map a port: " + refused.why(), seconds == 0 ? null : Duration.ofSeconds(seconds));
        }
        PcpMessage.Answer.Mapped mapped = (PcpMessage.Answer.Mapped) answer;
        return Answered.isAnAddress(mapped.address())
                ? Observation.found(List.of(mapped.address()), GatewayChoice.provenance(id()))
                : Observation.unknown(
                        who + " has no public address now: it says " + IpLiteral.format(mapped.address()));
    }
}
