package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.transport.Request;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Name;

/** A request that knows how often it may have gone out. */
final class CountedRequest implements Request {

    private final Request request;
    private final AtomicInteger transmissions = new AtomicInteger();

    CountedRequest(Request request) {
        this.request = request;
    }

    @Override
    public Transmission transmission() {
        transmissions.incrementAndGet();
        return request.transmission();
    }

    @Override
    public Name about() {
        return request.about();
    }

    @Override
    public boolean isForStream() {
        return request.isForStream();
    }

    int transmissions() {
        return transmissions.get();
    }
}
