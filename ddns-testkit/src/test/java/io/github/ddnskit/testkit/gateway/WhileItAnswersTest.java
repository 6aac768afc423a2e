package io.github.ddnskit.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test may change a fake while that answers, and a forger may ask it: nobody waits for the other for ever. */
@Timeout(600)
final class WhileItAnswersTest {

    /** RFC 6886 section 3.2. */
    private static final byte[] ADDRESS_REQUEST = {0, 0};

    /** RFC 8489 section 5: a Binding request without attributes. */
    private static final byte[] BINDING_REQUEST = {
        0, 1, 0, 0, 0x21, 0x12, (byte) 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };

    private final Thread test = Thread.currentThread();
    private final CountDownLatch forging = new CountDownLatch(1);

    @Test
    void aRouterBehavesAgain() throws Exception {
        try (FakeGateway router = FakeGateway.start()) {
            router.address("203.0.113.7");
            router.forge(forger(() -> assertThat(router.mappingsMade()).isZero()));
            behavesWhileItAnswers(router.ipv4(), ADDRESS_REQUEST, router::behave);
        }
    }

    @Test
    void aStunServerBehavesAgain() throws Exception {
        try (FakeStunServer stun = FakeStunServer.start()) {
            stun.mapped("203.0.113.7");
            stun.forge(forger(() -> stun.mapped("203.0.113.8")));
            behavesWhileItAnswers(stun.addresses()[0], BINDING_REQUEST, stun::behave);
        }
    }

    /** Asks the fake for something when the test waits to change it. */
    private UnaryOperator<byte[]> forger(Runnable question) {
        return reply -> {
            forging.countDown();
            while (test.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            question.run();
            return reply;
        };
    }

    private void behavesWhileItAnswers(InetSocketAddress fake, byte[] request, Runnable behave)
            throws IOException, InterruptedException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(request, request.length, fake));
            forging.await();
            behave.run();
            DatagramPacket reply = new DatagramPacket(new byte[100], 100);
            socket.receive(reply);
            assertThat(reply.getLength()).isGreaterThan(request.length - 1);
        }
    }
}
