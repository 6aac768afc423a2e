package io.github.ddnskit.ip;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which gateway a source asks: the ones given, or that of the default route at the time of the question.
 *
 * @param given one or more, or none for the default route's
 */
record GatewayChoice(List<InetSocketAddress> given) {

    /** Where NAT-PMP and PCP are spoken (RFC 6887 section 19.1). */
    static final int PORT = 5351;

    /** Asks a gateway; what it throws is put in words. */
    interface Question {
        Observation ask(InetSocketAddress gateway) throws IOException, InterruptedException;
    }

    static GatewayChoice ofDefaultRoute() {
        if (!DefaultGateway.canBeFound()) {
            throw new IllegalStateException("this system does not tell its gateway, as Linux does in /proc/net/route:"
                    + " give the address of the gateway");
        }
        return new GatewayChoice(List.of());
    }

    static GatewayChoice of(InetSocketAddress... gateways) {
        if (gateways.length == 0 || Arrays.stream(gateways).anyMatch(InetSocketAddress::isUnresolved)) {
            throw new IllegalArgumentException("give the address of the gateway, such as 192.168.1.1");
        }
        for (InetSocketAddress gateway : gateways) {
            if (gateway.getAddress() instanceof Inet6Address link
                    && link.isLinkLocalAddress()
                    && link.getScopeId() == 0) {
                throw new IllegalArgumentException(IpLiteral.format(link) + " means something on one interface only:"
                        + " give another address of the gateway, or none to ask the one of the default route");
            }
        }
        return new GatewayChoice(List.of(gateways));
    }

    static GatewayChoice of(String... gateways) {
        return of(Arrays.stream(gateways)
                .map(gateway -> new InetSocketAddress(IpLiteral.parse(gateway), PORT))
                .toArray(InetSocketAddress[]::new));
    }

    /** What distinguishes a source that asks them. */
    String name() {
        return given.stream()
                .map(gateway ->
                        gateway.getPort() == PORT ? IpLiteral.format(gateway.getAddress()) : UdpExchange.text(gateway))
                .collect(Collectors.joining(","));
    }

    /** Asks the gateway of the family that the query is about. */
    Observation ask(Query query, Question question) throws InterruptedException {
        String wrong = Answered.wrongBindAddress(query);
        if (!wrong.isEmpty()) {
            return Observation.unknown(wrong);
        }
        Optional<InetSocketAddress> gateway;
        try {
            gateway = find(query.family());
        } catch (IOException e) {
            return Observation.unknown(
                    "the routes cannot be read: " + e.getClass().getSimpleName());
        }
        if (gateway.isEmpty()) {
            return Observation.unknown(
                    given.isEmpty()
                            ? "there is no default " + query.family() + " route through a gateway"
                            : "no " + query.family() + " gateway was given");
        }
        try {
            return question.ask(gateway.get());
        } catch (IOException e) {
            return Observation.unknown("the gateway " + UdpExchange.text(gateway.get()) + " " + UdpExchange.words(e));
        }
    }

    /** The provenance of what a gateway answers: all the ways to ask it count as one operator. */
    static Provenance provenance(SourceId source) {
        return new Provenance(source, Vantage.GATEWAY, "the gateway", false);
    }

    /** The gateway of a family, if there is one now. */
    Optional<InetSocketAddress> find(AddressFamily family) throws IOException {
        if (given.isEmpty()) {
            return DefaultGateway.find(family).map((InetAddress found) -> new InetSocketAddress(found, PORT));
        }
        return given.stream()
                .filter(gateway -> AddressFamily.of(gateway.getAddress()) == family)
                .findFirst();
    }
}
