package io.github.ddnskit.jp;

import io.github.ddnskit.Outcome;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.spi.DnsUpdater;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** A service that is told of addresses by HTTP. Thread-safe. */
abstract class HttpService implements DnsUpdater {

    final HttpEngine http;
    final Clock clock;
    private final boolean ownsHttp;

    HttpService(HttpBuilder<?> builder) {
        ownsHttp = builder.http == null;
        http = builder.http == null ? HttpEngine.create() : builder.http;
        clock = builder.clock;
    }

    /**
     * Sends a request.
     *
     * @param failure what the text of a reply with a status of success means; empty if it confirms
     * @return why it failed, or empty if it was confirmed
     */
    final Optional<Outcome.Failed> send(HttpCall call, Function<String, Optional<Outcome.Failed>> failure)
            throws InterruptedException {
        try {
            HttpReply reply = http.send(call);
            return reply.isSuccess() ? failure.apply(reply.text()) : Optional.of(HttpFailures.of(reply, clock));
        } catch (HttpException e) {
            return Optional.of(e.toFailed());
        }
    }

    /** Closes the engine unless it is shared. */
    @Override
    public void close() {
        if (ownsHttp) {
            http.close();
        }
    }
}
