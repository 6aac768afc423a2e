package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Asks the router for its public IPv4 address with NAT-PMP (RFC 6886). Immutable and thread-safe.
 *
 * <p>The router is believed as it is: an address that it has itself behind another NAT, private or shared, is found like
 * any other, and refused later unless the user allows its class. The answer is not authenticated: whoever can send in the
 * name of the router can forge it.
 *
 * <p>Requests are repeated after 250 ms, then after twice as long each time, until the time of the query is over. NAT-PMP
 * knows IPv4 only; of IPv6 it says nothing.
 */
public final class NatPmpIpSource implements IpSource {

    /** RFC 6886 section 3.1. */
    private static final UdpExchange.Pace PACE = new UdpExchange.Pace(Duration.ofMillis(250), 9);

    private final GatewayChoice gateways;

    private NatPmpIpSource(GatewayChoice gateways) {
        this.gateways = gateways;
    }

    /**
     * A source that asks the gateway of the default route, whichever it is at the time of the question.
     *
     * @return the source
     * @throws IllegalStateException if this system does not tell its routes: only Linux does, in {@code /proc/net/route}
     */
    public static NatPmpIpSource gateway() {
        return new NatPmpIpSource(GatewayChoice.ofDefaultRoute());
    }

    /**
     * A source that asks this gateway.
     *
     * @param gateway its IPv4 address, such as {@code 192.168.1.1}
     * @return the source
     * @throws IllegalArgumentException if it is not an IPv4 address
     */
    public static NatPmpIpSource at(String gateway) {
        return new NatPmpIpSource(ipv4(GatewayChoice.of(gateway)));
    }

    /**
     * A source that asks a gateway at another port than 5351.
     *
     * @param gateway its IPv4 address and port
     * @return the source
     * @throws IllegalArgumentException if it is not a resolved IPv4 address
     */
    public static NatPmpIpSource at(InetSocketAddress gateway) {
        return new NatPmpIpSource(ipv4(GatewayChoice.of(gateway)));
    }

    @Override
    public SourceId id() {
        return new SourceId("nat-pmp", gateways.name());
    }

    @Override
    public Vantage vantage() {
        return Vantage.GATEWAY;
    }

    @Override
    public Set<AddressFamily> families() {
        return Set.of(AddressFamily.IPV4);
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        if (query.family() != AddressFamily.IPV4) {
            return Observation.unknown("NAT-PMP tells IPv4 addresses only");
        }
        long deadline = UdpExchange.deadline(query.timeout());
        return gateways.ask(query, gateway -> {
            try (UdpExchange exchange = UdpExchange.open(gateway, query.bindAddress())) {
                return observation(
                        exchange.ask(NatPmpMessage.request(), PACE, deadline, NatPmpMessage::parse), gateway);
            }
        });
    }

    private Observation observation(NatPmpMessage.Answer answer, InetSocketAddress gateway) {
        String who = "the gateway " + UdpExchange.text(gateway);
        if (answer instanceof NatPmpMessage.Answer.Refused refused) {
            Observation.Unknown unknown =
                    new Observation.Unknown(who + " does not tell its public address: " + refused.why(), null);
            return refused.withoutAddress() ? unknown.suspecting(Warning.Kind.CGNAT) : unknown;
        }
        NatPmpMessage.Answer.PublicAddress told = (NatPmpMessage.Answer.PublicAddress) answer;
        return Answered.isAnAddress(told.address())
                ? Observation.found(List.of(told.address()), GatewayChoice.provenance(id()))
                : Observation.unknown(who + " has no public address now: it says " + IpLiteral.format(told.address()));
    }

    private static GatewayChoice ipv4(GatewayChoice choice) {
        if (AddressFamily.of(choice.given().get(0).getAddress()) != AddressFamily.IPV4) {
            throw new IllegalArgumentException("NAT-PMP is spoken over IPv4: give the IPv4 address of the gateway");
        }
        return choice;
    }
}
