package io.github.ddnskit.testkit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A STUN server on loopback, over UDP (RFC 8489). Thread-safe.
 *
 * <p>To everybody it tells the same address of each family, {@code 192.0.2.1} and {@code 2001:db8::1} until
 * {@linkplain #mapped changed}, and never the one that a request really came from. On top of that it can be silent, lose
 * requests and spoil replies, and {@linkplain #behave() stop} doing so.
 *
 * <pre>{@code
 * try (FakeStunServer stun = FakeStunServer.start();
 *         IpSource source = StunIpSource.builder().addresses(stun.addresses()).build()) {
 *     stun.mapped("203.0.113.7");
 *     ...
 * }
 * }</pre>
 */
public final class FakeStunServer implements AutoCloseable {

    private static final int HEADER = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int MAPPED_ADDRESS = 0x0001;
    private static final int ERROR_CODE = 0x0009;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int SOFTWARE = 0x8022;
    private static final int FINGERPRINT = 0x8028;
    private static final int PORT_OF_CLIENT = 40_000;

    private final UdpConduct conduct = new UdpConduct();
    private final Map<AddressFamily, InetAddress> mapped = new EnumMap<>(AddressFamily.class);
    private final LoopbackUdp udp;
    private int refusal;
    private boolean oldForm;
    private boolean fingerprint;

    private FakeStunServer() {
        mapped("192.0.2.1");
        mapped("2001:db8::1");
        udp = LoopbackUdp.start(
                "fake-stun",
                null,
                (request, client, replies) ->
                        conduct.serve(request, replies, asked -> reply(asked, AddressFamily.of(client.getAddress()))));
    }

    /** {@return a server that runs, which the caller closes} */
    public static FakeStunServer start() {
        return new FakeStunServer();
    }

    /** {@return where it listens: an IPv4 address and, where the machine has one, an IPv6 address} */
    public InetSocketAddress[] addresses() {
        return udp.addresses().toArray(InetSocketAddress[]::new);
    }

    /** {@return whether it listens on IPv6 too} */
    public boolean hasIpv6() {
        return udp.addresses().size() > 1;
    }

    /**
     * Sets the address that it tells to those who ask over the same family.
     *
     * @param address an address literal
     */
    public synchronized void mapped(String address) {
        InetAddress parsed = IpLiteral.parse(address);
        mapped.put(AddressFamily.of(parsed), parsed);
    }

    /**
     * Answers with an error from now on.
     *
     * @param code 300 to 699, or 0 for no error
     */
    public synchronized void refuse(int code) {
        if (code != 0 && (code < 300 || code > 699)) {
            throw new IllegalArgumentException("an error of STUN is from 300 to 699, not " + code);
        }
        refusal = code;
    }

    /** Answers as servers before RFC 5389 from now on: with MAPPED-ADDRESS only. */
    public synchronized void answerInTheOldForm() {
        oldForm = true;
    }

    /** Adds a FINGERPRINT to its replies from now on. */
    public synchronized void addFingerprints() {
        fingerprint = true;
    }

    /**
     * Drops the next requests, as a bad line does.
     *
     * @param requests how many
     */
    public void dropNext(int requests) {
        conduct.dropNext(requests);
    }

    /** Answers nothing from now on. */
    public void fallSilent() {
        conduct.fallSilent();
    }

    /**
     * Spoils its replies from now on.
     *
     * @param change gets the right reply, and returns what to send instead
     */
    public void forge(UnaryOperator<byte[]> change) {
        conduct.forge(change);
    }

    /**
     * Sends a spoilt reply before each right one from now on, as somebody who is faster than the server.
     *
     * @param change gets the right reply, and returns what to send before it
     */
    public void forgeBefore(UnaryOperator<byte[]> change) {
        conduct.forgeBefore(change);
    }

    /** Sends its replies from another port than the one that was asked, from now on. */
    public void answerFromAnotherPort() {
        conduct.answerFromAnotherPort();
    }

    /** Answers as a good server does again; the addresses stay. */
    public void behave() {
        conduct.behave(); // without our lock, which a reply needs that is being made
        synchronized (this) {
            refusal = 0;
            oldForm = false;
            fingerprint = false;
        }
    }

    /** {@return the requests so far, dropped ones too, in order; copies} */
    public List<byte[]> requests() {
        return conduct.requests();
    }

    @Override
    public void close() {
        udp.close();
    }

    private synchronized byte @Nullable [] reply(byte[] request, AddressFamily family) {
        ByteBuffer asked = ByteBuffer.wrap(request);
        if (request.length < HEADER || asked.getShort(0) != 1 || asked.getInt(4) != MAGIC_COOKIE) {
            return null;
        }
        ByteBuffer reply = ByteBuffer.allocate(256);
        reply.putShort((short) (refusal == 0 ? 0x0101 : 0x0111)).putShort((short) 0);
        reply.put(request, 4, 16);
        attribute(reply, SOFTWARE, "a fake".getBytes(StandardCharsets.US_ASCII));
        if (refusal != 0) {
            byte[] error = {0, 0, (byte) (refusal / 100), (byte) (refusal % 100), 'N', 'o'};
            attribute(reply, ERROR_CODE, error);
        } else {
            attribute(reply, oldForm ? MAPPED_ADDRESS : XOR_MAPPED_ADDRESS, address(family, request));
        }
        int covered = reply.position();
        reply.putShort(2, (short) (covered - HEADER + (fingerprint ? 8 : 0)));
        if (fingerprint) {
            CRC32 crc = new CRC32();
            crc.update(reply.array(), 0, covered);
            reply.putShort((short) FINGERPRINT).putShort((short) 4).putInt((int) crc.getValue() ^ 0x5354554e);
        }
        byte[] bytes = new byte[reply.flip().remaining()];
        reply.get(bytes);
        return bytes;
    }

    private byte[] address(AddressFamily family, byte[] request) {
        byte[] address = Objects.requireNonNull(mapped.get(family)).getAddress();
        ByteBuffer value = ByteBuffer.allocate(4 + address.length)
                .putShort((short) (family == AddressFamily.IPV4 ? 1 : 2))
                .putShort((short) (oldForm ? PORT_OF_CLIENT : PORT_OF_CLIENT ^ (MAGIC_COOKIE >> 16)));
        for (int i = 0; i < address.length; i++) {
            value.put((byte) (oldForm ? address[i] : address[i] ^ request[4 + i]));
        }
        return value.array();
    }

    private static void attribute(ByteBuffer message, int type, byte[] value) {
        message.putShort((short) type).putShort((short) value.length).put(value);
        message.put(new byte[(4 - value.length % 4) % 4]);
    }
}
