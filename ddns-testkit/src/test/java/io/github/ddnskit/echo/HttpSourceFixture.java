package io.github.ddnskit.echo;

import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.testkit.contract.IpSourceFixture;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import java.util.concurrent.CountDownLatch;

/** A source that asks a {@link FakeHttp}, which it shares with other tests. */
public abstract class HttpSourceFixture implements IpSourceFixture {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final FakeHttp server;
    private final IpSource source;

    /**
     * Begins a fixture.
     *
     * @param server what the source asks
     * @param source the source
     */
    protected HttpSourceFixture(FakeHttp server, IpSource source) {
        this.server = server;
        this.source = source;
        server.clear();
    }

    @Override
    public final IpSource source() {
        return source;
    }

    @Override
    public final boolean asks() {
        return true;
    }

    @Override
    public final int questions() {
        return server.exchanges().size();
    }

    @Override
    public final void fallSilent() {
        server.answer(exchange -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return HttpAnswer.disconnect();
        });
    }

    @Override
    public final void disappear() {
        server.answer(exchange -> HttpAnswer.disconnect());
    }

    @Override
    public final void close() {
        closed.countDown();
    }
}
