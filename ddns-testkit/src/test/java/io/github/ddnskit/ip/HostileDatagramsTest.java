package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.testkit.gateway.FakeGateway;
import io.github.ddnskit.testkit.gateway.FakeStunServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody sends what is wrong before the right answer comes: the right answer is found, and at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileDatagramsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FakeStunServer stun = FakeStunServer.start();
    private final FakeGateway gateway = FakeGateway.start();

    @BeforeEach
    void behave() {
        stun.behave();
        gateway.behave();
    }

    @AfterAll
    void close() {
        stun.close();
        gateway.close();
    }

    @Test
    void stunLeavesAsideWhatIsNotTheAnswer() throws InterruptedException {
        Map<String, UnaryOperator<byte[]>> lies = common();
        lies.put("another transaction", reply -> with(reply, 19, ~reply[19]));
        lies.put("no cookie", reply -> with(reply, 4, 0));
        lies.put("a request", reply -> with(reply, 0, 0));
        lies.put("an indication", reply -> with(reply, 1, 0x11));
        lies.put("an answer to another method", reply -> with(reply, 1, 0x03));
        lies.put("a length that is no multiple of four", reply -> with(reply, 3, reply[3] + 1));
        lies.put("an attribute that ends behind the message", reply -> with(reply, 23, 200));
        lies.put("an unknown attribute that must be understood", reply -> with(reply, 20, 0x10));
        lies.put("an address of the other family", reply -> mapped(reply, 2, new byte[16]));
        lies.put("an IPv4-mapped address", StunReplies::ipv4Mapped);
        lies.put("an address that is cut off", reply -> mapped(reply, 1, new byte[3]));
        lies.put("the unspecified address", reply -> mapped(reply, 1, new byte[] {0x21, 0x12, (byte) 0xa4, 0x42}));
        lies.put("a wrong fingerprint", reply -> with(reply, reply.length - 1, ~reply[reply.length - 1]));
        stun.addFingerprints();
        try (IpSource source =
                StunIpSource.builder().addresses(stun.addresses()[0]).build()) {
            for (Map.Entry<String, UnaryOperator<byte[]>> lie : lies.entrySet()) {
                stun.forgeBefore(lie.getValue());
                assertThat(ask(source)).as(lie.getKey()).startsWith("192.0.2.1 ");
            }
        }
    }

    @Test
    void natPmpLeavesAsideWhatIsNotTheAnswer() throws InterruptedException {
        Map<String, UnaryOperator<byte[]>> lies = common();
        lies.put("one byte too many", reply -> Arrays.copyOf(reply, 13));
        lies.put("a request", reply -> new byte[2]);
        lies.put("an answer about a mapping", reply -> with(reply, 1, 129));
        lies.put("another version", reply -> with(reply, 0, 1));
        try (IpSource source = NatPmpIpSource.at(gateway.ipv4())) {
            for (Map.Entry<String, UnaryOperator<byte[]>> lie : lies.entrySet()) {
                gateway.forgeBefore(lie.getValue());
                assertThat(ask(source)).as(lie.getKey()).startsWith("192.0.2.1 ");
            }
        }
    }

    @Test
    void pcpLeavesAsideWhatIsNotTheAnswer() throws InterruptedException {
        Map<String, UnaryOperator<byte[]>> lies = common();
        lies.put("one byte too many", reply -> Arrays.copyOf(reply, 61));
        lies.put("longer than PCP may be", reply -> Arrays.copyOf(reply, 1104));
        lies.put("a request", reply -> with(reply, 1, 1));
        lies.put("an answer to PEER", reply -> with(reply, 1, 0x82));
        lies.put("another version", reply -> with(reply, 0, 3));
        lies.put("another nonce", reply -> with(reply, 24, ~reply[24]));
        lies.put("another protocol", reply -> with(reply, 36, 6));
        lies.put("another port", reply -> with(reply, 40, ~reply[40]));
        lies.put("an IPv6 address", reply -> with(reply, 44, 0x20));
        lies.put("an error to another request", reply -> with(with(reply, 3, 2), 35, ~reply[35]));
        try (IpSource source = PcpIpSource.at(gateway.ipv4())) {
            for (Map.Entry<String, UnaryOperator<byte[]>> lie : lies.entrySet()) {
                gateway.forgeBefore(lie.getValue());
                assertThat(ask(source)).as(lie.getKey()).startsWith("192.0.2.1 ");
            }
        }
    }

    @Test
    void whoeverAnswersOnlyWronglyIsLeftWhenTheTimeOfTheQueryIsOver() {
        gateway.forge(reply -> with(reply, 1, 129));
        try (IpSource source = NatPmpIpSource.at(gateway.ipv4())) {
            Query query = Query.of(AddressFamily.IPV4, Duration.ofMillis(100));
            await().untilAsserted(
                            () -> assertThat(source.observe(query).toString()) // a busy machine may need a second try
                                    .contains("no answer that can be believed in time")
                                    .contains("no answer to a request for the public address"));
        }
    }

    private static Map<String, UnaryOperator<byte[]>> common() {
        Map<String, UnaryOperator<byte[]>> lies = new LinkedHashMap<>();
        lies.put("nothing", reply -> new byte[0]);
        lies.put("one byte", reply -> new byte[1]);
        lies.put("a word", reply -> "192.0.2.9".getBytes(StandardCharsets.US_ASCII));
        lies.put("half of it", reply -> Arrays.copyOf(reply, reply.length / 2));
        lies.put("one byte too few", reply -> Arrays.copyOf(reply, reply.length - 1));
        lies.put("far too much", reply -> Arrays.copyOf(reply, 60_000));
        return lies;
    }

    private static String ask(IpSource source) throws InterruptedException {
        Observation observation = source.observe(Query.of(AddressFamily.IPV4, PATIENCE));
        return observation.toString();
    }

    private static byte[] with(byte[] reply, int index, int value) {
        byte[] changed = reply.clone();
        changed[index] = (byte) value;
        return changed;
    }

    /** The same header before one XOR-MAPPED-ADDRESS. */
    private static byte[] mapped(byte[] reply, int family, byte[] address) {
        int padded = (address.length + 3) / 4 * 4;
        return ByteBuffer.allocate(28 + padded)
                .put(reply, 0, 2)
                .putShort((short) (8 + padded))
                .put(reply, 4, 16)
                .putShort((short) 0x0020)
                .putShort((short) (4 + address.length))
                .putShort((short) family)
                .putShort((short) 1)
                .put(address)
                .array();
    }

    private static final class StunReplies {
        private static byte[] ipv4Mapped(byte[] reply) {
            byte[] address = new byte[16];
            address[10] = address[11] = (byte) 0xff;
            address[12] = (byte) 192;
            for (int i = 0; i < 16; i++) {
                address[i] ^= reply[4 + i];
            }
            return mapped(reply, 2, address);
        }
    }
}
