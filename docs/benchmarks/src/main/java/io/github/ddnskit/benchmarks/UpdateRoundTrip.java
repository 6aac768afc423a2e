package io.github.ddnskit.benchmarks;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/**
 * One signed update over loopback, from the addresses to the verified reply: our updater and dnsjava's own resolver, in
 * turn, at the same server in the same JVM. The server's share of the time is in both.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class UpdateRoundTrip {

    private static final String SECRET = "YSBzZWNyZXQgZm9yIG1lYXN1cmVtZW50cyBvbmx5";

    private FakeAuthoritativeServer server;
    private Rfc2136Updater updater;
    private SimpleResolver resolver;
    private int count;

    /** Creates the benchmark; JMH calls this. */
    public UpdateRoundTrip() {}

    /**
     * Starts the server.
     *
     * @throws IOException if dnsjava does not accept its address
     */
    @Setup
    public void start() throws IOException {
        TsigKey key = TsigKey.parse("ddns-key.:" + SECRET);
        server = FakeAuthoritativeServer.zone("example.test").key(key).start();
        updater = Rfc2136Updater.builder()
                .server(server.server())
                .zone("example.test")
                .tsig(key)
                .build();
        resolver = new SimpleResolver(new InetSocketAddress(server.host(), server.port()));
        resolver.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, "ddns-key.", SECRET));
    }

    /** Stops the server. */
    @TearDown
    public void stop() {
        updater.close();
        server.close();
    }

    /**
     * An update with ddnskit.
     *
     * @return what became of it
     * @throws InterruptedException if JMH ends early
     */
    @Benchmark
    public UpdateReport ddnskit() throws InterruptedException {
        UpdateReport report = updater.update(io.github.ddnskit.Update.of(
                Hostname.of("home.example.test"), Goal.publish(nextAddress()), Goal.keep()));
        if (!(report.ipv4() instanceof Outcome.Published)) {
            throw new IllegalStateException(report.toString());
        }
        return report;
    }

    /**
     * The same update with dnsjava, whose caller has to look at the code and the signature of the reply.
     *
     * @return the reply
     * @throws IOException if there is none
     */
    @Benchmark
    public Message dnsjava() throws IOException {
        org.xbill.DNS.Update update = new org.xbill.DNS.Update(Name.fromConstantString("example.test."));
        update.replace(Name.fromConstantString("home.example.test."), Type.A, 60, nextAddress());
        Message reply = resolver.send(update);
        if (reply.getRcode() != Rcode.NOERROR || !reply.isVerified()) {
            throw new IllegalStateException(reply.toString());
        }
        return reply;
    }

    private String nextAddress() {
        count++;
        return "203.0.113." + (count & 0xff);
    }
}
