package io.github.ddnskit.testkit.gateway;

import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A router on loopback that speaks UPnP: search (SSDP, unicast), description, actions (SOAP) and events (GENA). Thread-safe.
 *
 * <p>It is an Internet Gateway Device with one service, by default {@code WANIPConnection:1}, and tells the address
 * {@code 192.0.2.1} until told otherwise. A script can answer in its place, to lie or to fail.
 */
public final class FakeUpnpRouter implements AutoCloseable {

    /** The service that it has unless told otherwise. */
    public static final String WAN_IP_1 = "urn:schemas-upnp-org:service:WANIPConnection:1";

    private final FakeHttp http;
    private final SsdpResponder ssdp;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final AtomicInteger sids = new AtomicInteger();
    private final List<String> services = new CopyOnWriteArrayList<>(List.of(WAN_IP_1));
    private volatile Function<HttpExchange, Optional<HttpAnswer>> script = exchange -> Optional.empty();
    private volatile boolean silent;
    private volatile int granted = 300;

    /** Somebody who wants events. */
    private record Subscription(URI callback, AtomicInteger next) {}

    private FakeUpnpRouter() {
        http = FakeHttp.startPlain(this::answer);
        try {
            ssdp = new SsdpResponder(url("/desc.xml"));
        } catch (IOException e) {
            http.close();
            throw new UncheckedIOException(e);
        }
        externalAddress("192.0.2.1");
    }

    /** {@return a router that runs, which the caller closes} */
    public static FakeUpnpRouter start() {
        return new FakeUpnpRouter();
    }

    /** {@return its address, {@code 127.0.0.1}} */
    public String address() {
        return "127.0.0.1";
    }

    /** {@return the port where it can be searched} */
    public int ssdpPort() {
        return ssdp.port();
    }

    /** {@return where its description is} */
    public String descriptionUrl() {
        return url("/desc.xml");
    }

    /**
     * Sets what it tells of its outer IPv4 address.
     *
     * @param text any text: {@code 0.0.0.0} and nothing are what routers say while they are not connected
     */
    public void externalAddress(String text) {
        reply("GetExternalIPAddress", "<NewExternalIPAddress>" + text + "</NewExternalIPAddress>");
    }

    /**
     * Sets what it tells of its IPv6 as a FRITZ!Box does.
     *
     * @param address its own address
     * @param prefix the prefix delegated to it
     * @param length the length of that prefix
     */
    public void ipv6(String address, String prefix, String length) {
        reply("X_AVM_DE_GetExternalIPv6Address", "<NewExternalIPv6Address>" + address + "</NewExternalIPv6Address>");
        reply(
                "X_AVM_DE_GetIPv6Prefix",
                "<NewIPv6Prefix>" + prefix + "</NewIPv6Prefix><NewPrefixLength>" + length + "</NewPrefixLength>");
    }

    /**
     * Sets what an action answers.
     *
     * @param action its name
     * @param arguments XML inside the element of the response
     */
    public void reply(String action, String arguments) {
        replies.put(action, arguments);
    }

    /**
     * Sets which services its description offers.
     *
     * @param types one or more, such as {@link #WAN_IP_1}
     */
    public void services(String... types) {
        services.clear();
        services.addAll(List.of(types));
    }

    /**
     * Changes what it answers to a search.
     *
     * @param change takes the right reply, and returns what to send instead; an empty text for nothing
     */
    public void searchReply(UnaryOperator<String> change) {
        ssdp.change(change);
    }

    /**
     * Answers HTTP in its place.
     *
     * @param script returns an answer, or nothing to let the router answer
     */
    public void script(Function<HttpExchange, Optional<HttpAnswer>> script) {
        this.script = script;
    }

    /** Takes requests and answers none from now on, neither searches nor HTTP. */
    public void fallSilent() {
        silent = true;
        ssdp.change(reply -> "");
    }

    /**
     * Sets for how long it grants subscriptions.
     *
     * @param seconds 300 by default
     */
    public void grant(int seconds) {
        granted = seconds;
    }

    /** {@return what was asked over HTTP so far, in order} */
    public List<HttpExchange> exchanges() {
        return http.exchanges();
    }

    /** {@return how many searches came} */
    public int searches() {
        return ssdp.searches();
    }

    /** {@return the ids of the subscriptions that it has} */
    public List<String> subscriptions() {
        return List.copyOf(subscriptions.keySet());
    }

    /** Forgets all subscriptions, as in a restart. */
    public void forgetSubscriptions() {
        subscriptions.clear();
    }

    /**
     * Sends an event to every subscriber, in its order.
     *
     * @param variable what changed
     * @param value its new value
     * @return the statuses that the subscribers answered with; 0 for one that broke the connection
     */
    public List<Integer> event(String variable, String value) {
        return subscriptions.entrySet().stream()
                .map(one -> Events.send(
                        InetAddress.getLoopbackAddress(),
                        one.getValue().callback(),
                        one.getKey(),
                        one.getValue().next().getAndIncrement(),
                        Events.body(variable, value)))
                .toList();
    }

    /**
     * Sends an event that may be forged.
     *
     * @param from the address to send it from
     * @param sid the id that it claims
     * @param sequence the number that it claims
     * @param body its body, such as that of {@link #propertySet}
     * @return the statuses that the subscribers answered with; 0 for one that broke the connection
     */
    public List<Integer> forge(InetAddress from, String sid, int sequence, String body) {
        return subscriptions.values().stream()
                .map(one -> Events.send(from, one.callback(), sid, sequence, body))
                .toList();
    }

    /**
     * The body of an event.
     *
     * @param variable what changed
     * @param value its new value
     * @return the XML
     */
    public static String propertySet(String variable, String value) {
        return Events.body(variable, value);
    }

    /** {@return where the subscribers want to be called} */
    public List<URI> callbacks() {
        return subscriptions.values().stream().map(Subscription::callback).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        ssdp.close();
        http.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + http.addresses().get(0).getPort() + path;
    }

    private HttpAnswer answer(HttpExchange exchange) {
        if (silent) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return HttpAnswer.disconnect();
        }
        return script.apply(exchange).orElseGet(() -> switch (exchange.method()) {
            case "GET" ->
                exchange.path().equals("/desc.xml")
                        ? HttpAnswer.xml(200, UpnpDocuments.description(services))
                        : HttpAnswer.text(404, "");
            case "POST" -> action(exchange);
            case "SUBSCRIBE" -> subscribe(exchange);
            case "UNSUBSCRIBE" -> unsubscribe(exchange);
            default -> HttpAnswer.text(405, "");
        });
    }

    private HttpAnswer action(HttpExchange exchange) {
        String wanted = exchange.header("SOAPAction").orElse("").replace("\"", "");
        int hash = wanted.indexOf('#');
        String type = hash < 0 ? "" : wanted.substring(0, hash);
        String reply = replies.get(wanted.substring(hash + 1));
        return reply == null || !services.contains(type)
                ? HttpAnswer.xml(500, UpnpDocuments.fault(401))
                : HttpAnswer.xml(200, UpnpDocuments.response(type, wanted.substring(hash + 1), reply));
    }

    private HttpAnswer subscribe(HttpExchange exchange) {
        Optional<String> renewed = exchange.header("SID");
        if (renewed.isPresent()) {
            return subscriptions.containsKey(renewed.get()) ? granted(renewed.get()) : HttpAnswer.text(412, "");
        }
        String callback = exchange.header("CALLBACK").orElse("");
        if (!callback.matches("<http://[^<>]+>")
                || !exchange.header("NT").filter("upnp:event"::equals).isPresent()) {
            return HttpAnswer.text(412, "");
        }
        String sid = "uuid:fake-" + sids.incrementAndGet();
        subscriptions.put(
                sid, new Subscription(URI.create(callback.substring(1, callback.length() - 1)), new AtomicInteger()));
        return granted(sid);
    }

    private HttpAnswer granted(String sid) {
        return HttpAnswer.text(200, "").with("SID", sid).with("TIMEOUT", "Second-" + granted);
    }

    private HttpAnswer unsubscribe(HttpExchange exchange) {
        return subscriptions.remove(exchange.header("SID").orElse("")) == null
                ? HttpAnswer.text(412, "")
                : HttpAnswer.text(200, "");
    }
}
