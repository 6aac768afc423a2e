package io.github.ddnskit.jp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * An HTTPS service, and an engine that keeps its connections to it, for all tests of a class: each says first what is
 * answered.
 */
final class SharedHttp implements AutoCloseable {

    private final FakeHttp server;
    private final HttpEngine engine;

    SharedHttp(Set<String> hosts) {
        server = FakeHttp.start(hosts, exchange -> HttpAnswer.text(500, "this test has not said what is answered"));
        engine = server.engine().build();
    }

    /** Begins a test, in which this is answered with status 200. */
    void answer(String body) {
        answer(exchange -> HttpAnswer.text(200, body));
    }

    /** Begins a test, in which this is answered. */
    void answer(Function<HttpExchange, HttpAnswer> answers) {
        server.answer(answers);
        server.clear();
    }

    HttpEngine engine() {
        return engine;
    }

    boolean hasIpv6() {
        return server.hasIpv6();
    }

    List<HttpExchange> exchanges() {
        return server.exchanges();
    }

    /** Checks what was asked: method, host and target of each request. */
    void assertAsked(String... requests) {
        assertThat(server.exchanges())
                .extracting(exchange -> exchange.method() + " " + exchange.host() + exchange.target())
                .containsExactly(requests);
    }

    @Override
    public void close() {
        engine.close();
        server.close();
    }
}
