package io.github.ddnskit.benchmarks;

import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.SignedTransport;
import io.github.ddnskit.rfc2136.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** From a message to the signed octets that go out, hmac-sha256: what our transports do, and what dnsjava's resolver does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH calls the setup first
public class SignAndEncode {

    private static final String SECRET = "YSBzZWNyZXQgZm9yIG1lYXN1cmVtZW50cyBvbmx5";

    /** How many names are in the message. */
    @Param({"1", "250"})
    private int names;

    private Message update;
    private SignedTransport signed;
    private TSIG dnsjava;
    private byte[] sent = {};

    /** Creates the benchmark; JMH calls this. */
    public SignAndEncode() {}

    /**
     * Runs this benchmark alone.
     *
     * @param args none
     * @throws RunnerException if JMH fails
     */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(SignAndEncode.class.getSimpleName())
                        .build())
                .run();
    }

    /**
     * Makes the message.
     *
     * @throws IOException never
     */
    @Setup
    public void prepare() throws IOException {
        update = Message.newUpdate(Name.fromConstantString("example.test."));
        for (int i = 0; i < names; i++) {
            Name host = Name.fromConstantString("host-" + i + ".example.test.");
            update.addRecord(Record.newRecord(host, Type.CNAME, DClass.NONE, 0), Section.PREREQ);
            update.addRecord(Record.newRecord(host, Type.A, DClass.ANY, 0), Section.UPDATE);
            update.addRecord(
                    new ARecord(host, DClass.IN, 60, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i})),
                    Section.UPDATE);
        }
        Message nothing = new Message();
        Transport nowhere = (request, deadline) -> {
            sent = request.transmission().wire();
            return nothing;
        };
        signed = new SignedTransport(nowhere, TsigKey.parse("ddns-key.:" + SECRET), Clock.systemUTC());
        dnsjava = new TSIG(TSIG.HMAC_SHA256, "ddns-key.", SECRET);
    }

    /**
     * With ddnskit.
     *
     * @return the octets
     * @throws IOException never
     * @throws InterruptedException never
     */
    @Benchmark
    public byte[] ddnskit() throws IOException, InterruptedException {
        signed.exchange(new PlainRequest(update), Deadline.after(Duration.ofSeconds(1)));
        return sent;
    }

    /**
     * With dnsjava, which signs the message itself and so needs one of its own each time.
     *
     * @return the octets
     */
    @Benchmark
    public byte[] dnsjava() {
        Message message = update.clone();
        dnsjava.apply(message, null);
        return message.toWire();
    }
}
