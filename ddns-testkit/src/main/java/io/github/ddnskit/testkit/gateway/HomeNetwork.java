package io.github.ddnskit.testkit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A home on loopback in one of the situations that clients meet: a router that is asked by UPnP, NAT-PMP or PCP, and two
 * servers out there that see where requests come from, one by STUN and one by HTTP. Thread-safe.
 *
 * <p>Each factory is a situation; in all of them the addresses are those of documentation, and what is not mentioned is as
 * in {@link #publicAddress()}. What a situation begins with can be changed while it lasts.
 *
 * <pre>{@code
 * try (HomeNetwork home = HomeNetwork.carrierGradeNat();
 *         IpSource router = NatPmpIpSource.at(home.gateway().ipv4());
 *         IpSource outside = StunIpSource.builder().addresses(home.stun().addresses()).build()) {
 *     ...
 * }
 * }</pre>
 */
public final class HomeNetwork implements AutoCloseable {

    /** Where the HTTP server tells the address, for an engine of {@link #echo()}. */
    public static final String ECHO_URL = "https://ip.example.org/";

    private static final String IPV4 = "203.0.113.7";
    private static final String IPV6 = "2001:db8:1::7";
    private static final int NAT_PMP_NETWORK_FAILURE = 3;
    private static final int OVERSIZED = 16 << 20;

    private final FakeUpnpRouter router = FakeUpnpRouter.start();
    private final FakeGateway gateway = FakeGateway.start();
    private final FakeStunServer stun = FakeStunServer.start();
    private final FakeHttp echo = FakeHttp.start(Set.of("ip.example.org"), this::tell);
    private final Map<AddressFamily, String> seen = new EnumMap<>(AddressFamily.class);

    private HomeNetwork() {
        router.services(FakeUpnpRouter.WAN_IP_1);
        inside(IPV4);
        outside(IPV4);
        outside(IPV6);
        gateway.address(IPV6);
        router.ipv6(IPV6, "2001:db8:1::", "56");
    }

    /** {@return a home with a public address, 203.0.113.7, and an IPv6 address, 2001:db8:1::7: all agree} */
    public static HomeNetwork publicAddress() {
        return new HomeNetwork();
    }

    /** {@return a home behind carrier-grade NAT: the router has 100.64.7.8 (RFC 6598), outside it is 203.0.113.7} */
    public static HomeNetwork carrierGradeNat() {
        return of(home -> home.inside("100.64.7.8"));
    }

    /** {@return a home with a router behind a router: the inner one has 192.168.1.2, outside it is 203.0.113.7} */
    public static HomeNetwork doubleNat() {
        return of(home -> home.inside("192.168.1.2"));
    }

    /**
     * {@return a home with IPv6 only, its IPv4 in a tunnel (DS-Lite, RFC 6333): the router has 192.0.0.2, its NAT-PMP fails,
     * outside it is the tunnel's shared 203.0.113.7; IPv6 is as it should be}
     */
    public static HomeNetwork dsLite() {
        return of(home -> {
            home.router.externalAddress("192.0.0.2");
            home.gateway.speak(FakeGateway.Protocol.NAT_PMP);
            home.gateway.result(NAT_PMP_NETWORK_FAILURE);
        });
    }

    /**
     * {@return a network that wants a login first: HTTP is answered with its page and UDP with nothing, the router has
     * 10.0.0.2}
     */
    public static HomeNetwork captivePortal() {
        return of(home -> {
            home.inside("10.0.0.2");
            home.stun.fallSilent();
            home.echo.answer(exchange -> HttpAnswer.unlabelled(
                    200, "<html><title>Login</title>Welcome, 10.0.0.99</html>", StandardCharsets.UTF_8));
        });
    }

    /** {@return a home whose line is down: the router has 0.0.0.0, and nobody outside answers; {@link #connect} ends it} */
    public static HomeNetwork addressLost() {
        return of(HomeNetwork::loseAddress);
    }

    /**
     * A home whose router says 0.0.0.0 by UPnP at first, as routers do while they dial.
     *
     * @param times how often it says so before it tells 203.0.113.7
     * @return the home
     */
    public static HomeNetwork zeroFirst(int times) {
        return of(home -> {
            AtomicInteger left = new AtomicInteger(times);
            home.router.externalAddress("0.0.0.0");
            home.router.script(exchange -> {
                if (exchange.method().equals("POST") && left.getAndDecrement() <= 0) {
                    home.router.externalAddress(IPV4);
                }
                return Optional.empty();
            });
        });
    }

    /** {@return a home with two IPv6 prefixes, each of which is seen outside with every second request} */
    public static HomeNetwork flappingPrefix() {
        return of(home -> {
            AtomicInteger asked = new AtomicInteger();
            Runnable flap = () -> home.outside(asked.incrementAndGet() % 2 == 0 ? IPV6 : "2001:db8:2::7");
            home.stun.forge(reply -> {
                flap.run();
                return reply;
            });
            home.echo.answer(exchange -> {
                HttpAnswer answer = home.tell(exchange);
                flap.run();
                return answer;
            });
        });
    }

    /** {@return a home about which all say something else: the router 203.0.113.7, STUN 203.0.113.8, HTTP 203.0.113.9} */
    public static HomeNetwork disagreement() {
        return of(home -> {
            home.stun.mapped("203.0.113.8");
            home.seen("203.0.113.9");
        });
    }

    /**
     * {@return a home in which somebody forges replies faster than they come: to STUN with another transaction, to NAT-PMP
     * and PCP as the answer to another request, all with an address of somebody else}
     */
    public static HomeNetwork forgedReplies() {
        return of(home -> {
            home.stun.forgeBefore(reply -> forged(reply, 8));
            home.gateway.forgeBefore(reply -> forged(reply, 1));
        });
    }

    /** {@return a home whose router sends documents that name a file of the client (XXE)} */
    public static HomeNetwork externalEntities() {
        return of(home -> home.router.script(exchange -> Optional.of(HttpAnswer.xml(
                200,
                "<?xml version=\"1.0\"?><!DOCTYPE root [<!ENTITY file SYSTEM \"file:///etc/hostname\">]>"
                        + "<root><NewExternalIPAddress>&file;</NewExternalIPAddress></root>"))));
    }

    /** {@return a home in which searches for the router lead to 192.0.2.66, which is no router of this home} */
    public static HomeNetwork locationElsewhere() {
        return of(home -> home.router.searchReply(reply -> reply.replace("//127.0.0.1:", "//192.0.2.66:")));
    }

    /** {@return a home whose router and whose HTTP server answer with 16 MiB} */
    public static HomeNetwork oversized() {
        return of(home -> home.byHttp(HttpAnswer.text(200, "<".repeat(OVERSIZED))));
    }

    /** {@return a home whose router and whose HTTP server answer with an octet a second, for half an hour} */
    public static HomeNetwork slowDrip() {
        return of(home -> home.byHttp(HttpAnswer.dripping(200, " ".repeat(1800) + IPV4)));
    }

    /** {@return the router, by UPnP} */
    public FakeUpnpRouter router() {
        return router;
    }

    /** {@return the router, by NAT-PMP and PCP} */
    public FakeGateway gateway() {
        return gateway;
    }

    /** {@return the STUN server outside} */
    public FakeStunServer stun() {
        return stun;
    }

    /** {@return the HTTP server outside, which tells addresses at {@link #ECHO_URL}} */
    public FakeHttp echo() {
        return echo;
    }

    /**
     * Gives the router another IPv4 address, whatever is seen outside.
     *
     * @param address an address literal
     */
    public void inside(String address) {
        router.externalAddress(address);
        gateway.address(address);
    }

    /**
     * Has the servers outside see another address.
     *
     * @param address an address literal; the other family stays
     */
    public void outside(String address) {
        stun.mapped(address);
        seen(address);
    }

    /** Takes the line down: the router has 0.0.0.0, and nobody outside answers. */
    public void loseAddress() {
        inside("0.0.0.0");
        stun.fallSilent();
        echo.answer(exchange -> HttpAnswer.disconnect());
    }

    /**
     * Brings the line up again with a public address.
     *
     * @param address an IPv4 address literal, which all agree upon
     */
    public void connect(String address) {
        inside(address);
        outside(address);
        stun.behave();
        gateway.behave();
        echo.answer(this::tell);
    }

    @Override
    public void close() {
        router.close();
        gateway.close();
        stun.close();
        echo.close();
    }

    private interface Situation {
        void begin(HomeNetwork home);
    }

    private static HomeNetwork of(Situation situation) {
        HomeNetwork home = new HomeNetwork();
        situation.begin(home);
        return home;
    }

    private void byHttp(HttpAnswer answer) {
        router.script(exchange -> Optional.of(answer));
        echo.answer(exchange -> answer);
    }

    private synchronized void seen(String address) {
        seen.put(AddressFamily.of(IpLiteral.parse(address)), address);
    }

    private synchronized HttpAnswer tell(HttpExchange exchange) {
        return HttpAnswer.text(200, seen.getOrDefault(exchange.family(), "") + "\n");
    }

    /** Another address at the end, and something wrong at one place that tells it from the answer. */
    private static byte[] forged(byte[] reply, int wrongAt) {
        byte[] forged = reply.clone();
        forged[wrongAt] ^= 0x55;
        forged[forged.length - 1] ^= 0x42;
        return forged;
    }
}
