package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.http.HttpEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A REST API by script: requests that are expected in an order, and what each is answered. A request that was not
 * expected is answered with status 500 and a body that says what was, and {@link #verify()} tells of it. Thread-safe.
 */
public final class FakeRest implements AutoCloseable {

    private final FakeHttp http;
    private final List<Expected> script = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    private record Expected(String method, String target, HttpAnswer answer) {}

    private FakeRest(Set<String> hosts) {
        http = FakeHttp.start(hosts, this::answer);
    }

    /**
     * Starts one.
     *
     * @param hosts the hosts of the API
     * @return a server that runs, which the caller closes
     */
    public static FakeRest of(String... hosts) {
        return new FakeRest(Set.of(hosts));
    }

    /**
     * Expects a request after those that are expected already.
     *
     * @param method its method
     * @param target its path and query, exactly
     * @param status the status to answer with
     * @param json the JSON to answer with
     * @return this
     */
    public FakeRest on(String method, String target, int status, String json) {
        return on(method, target, HttpAnswer.json(status, json));
    }

    /**
     * Expects a request after those that are expected already.
     *
     * @param method its method
     * @param target its path and query, exactly
     * @param answer what to answer
     * @return this
     */
    public synchronized FakeRest on(String method, String target, HttpAnswer answer) {
        script.add(new Expected(method, target, answer));
        return this;
    }

    /** {@return a builder of an engine that connects to this server only, whatever the URL, and trusts it} */
    public HttpEngine.Builder engine() {
        return http.engine();
    }

    /** {@return what was asked so far, in order} */
    public List<HttpExchange> exchanges() {
        return http.exchanges();
    }

    /**
     * Checks that the script was followed to its end, and begins a new one.
     *
     * @throws AssertionError if a request came that was not expected, or one that was expected did not come
     */
    public synchronized void verify() {
        List<String> all = new ArrayList<>(troubles);
        script.forEach(one -> all.add("expected and not sent: " + one.method() + " " + one.target()));
        script.clear();
        troubles.clear();
        http.clear();
        if (!all.isEmpty()) {
            throw new AssertionError(String.join("\n", all));
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private synchronized HttpAnswer answer(HttpExchange exchange) {
        Expected next = script.isEmpty() ? null : script.get(0);
        if (next != null
                && next.method().equals(exchange.method())
                && next.target().equals(exchange.target())) {
            script.remove(0);
            return next.answer();
        }
        String trouble = "sent: " + exchange.method() + " " + exchange.target() + "; expected: "
                + (next == null ? "nothing more" : next.method() + " " + next.target());
        troubles.add(trouble);
        return HttpAnswer.text(500, trouble);
    }
}
