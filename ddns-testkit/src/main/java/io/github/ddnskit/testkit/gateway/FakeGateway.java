package io.github.ddnskit.testkit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A home router on loopback that speaks NAT-PMP (RFC 6886) and PCP (RFC 6887). Thread-safe.
 *
 * <p>Its outer addresses are {@code 192.0.2.1} and, to those who ask by PCP over IPv6, {@code 2001:db8::1}, until
 * {@linkplain #address changed}. It keeps mappings but forwards nothing, and they do not end by themselves. It can refuse,
 * be silent, lose requests and spoil replies, and {@linkplain #behave() stop} doing so.
 *
 * <pre>{@code
 * try (FakeGateway router = FakeGateway.start();
 *         IpSource source = NatPmpIpSource.at(router.ipv4())) {
 *     router.address("203.0.113.7");
 *     ...
 * }
 * }</pre>
 */
public final class FakeGateway implements AutoCloseable {

    /** What a router can speak. */
    public enum Protocol {
        /** RFC 6886: version 0. */
        NAT_PMP,
        /** RFC 6887: version 2. */
        PCP
    }

    private static final int EPOCH = 1_000;
    private static final int PORT = 5351;
    private static final int PCP_LENGTH = 60;
    private static final int PCP_MALFORMED = 3;
    private static final int PCP_UNSUPPORTED_OPCODE = 4;
    private static final int PCP_ADDRESS_MISMATCH = 12;

    private final UdpConduct conduct = new UdpConduct();
    private final Map<AddressFamily, InetAddress> outer = new EnumMap<>(AddressFamily.class);
    private final Map<String, Long> mappings = new LinkedHashMap<>();
    private final LoopbackUdp udp;
    private Set<Protocol> protocols = Set.of(Protocol.values());
    private int mapped;
    private int result;

    private FakeGateway(@Nullable InetSocketAddress at) {
        address("192.0.2.1");
        address("2001:db8::1");
        udp = LoopbackUdp.start(
                "fake-gateway",
                at,
                (request, client, replies) -> conduct.serve(request, replies, asked -> reply(asked, client)));
    }

    /** {@return a router that runs, which the caller closes} */
    public static FakeGateway start() {
        return new FakeGateway(null);
    }

    /**
     * Starts a router at the port of the protocols, 5351, for programs that know no other.
     *
     * @param loopback the address to listen on, such as {@code 127.53.51.1}; one that nobody else takes, since there is one
     *     such port at each address
     * @return a router that runs, which the caller closes
     * @throws IllegalArgumentException if it is no IPv4 loopback address
     * @throws UncheckedIOException if it cannot listen there
     */
    public static FakeGateway atItsPort(String loopback) {
        InetAddress address = IpLiteral.parse(loopback);
        if (!address.isLoopbackAddress() || AddressFamily.of(address) != AddressFamily.IPV4) {
            throw new IllegalArgumentException(loopback + " is not an IPv4 loopback address, such as 127.53.51.1");
        }
        return new FakeGateway(new InetSocketAddress(address, PORT));
    }

    /** {@return its IPv4 address and port} */
    public InetSocketAddress ipv4() {
        return udp.addresses().get(0);
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
     * Sets the outer address of a family.
     *
     * @param address an address literal, such as {@code 0.0.0.0} for a router that has none
     */
    public synchronized void address(String address) {
        InetAddress parsed = IpLiteral.parse(address);
        outer.put(AddressFamily.of(parsed), parsed);
    }

    /**
     * Sets what it speaks; to the rest it says that it does not know that version.
     *
     * @param spoken one or both
     */
    public synchronized void speak(Protocol... spoken) {
        protocols = Set.of(spoken);
    }

    /**
     * Answers with a result code from now on.
     *
     * @param code the code of the protocol that is spoken, or 0 for success
     */
    public synchronized void result(int code) {
        result = code;
    }

    /** {@return how many mappings were made so far} */
    public synchronized int mappingsMade() {
        return mapped;
    }

    /** {@return the lifetimes, in seconds, of the mappings that were made and not deleted} */
    public synchronized List<Long> mappings() {
        return List.copyOf(mappings.values());
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
     * Sends a spoilt reply before each right one from now on, as somebody who is faster than the router.
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

    /** Answers as a good router does again; addresses, mappings and protocols stay. */
    public void behave() {
        conduct.behave(); // without our lock, which a reply needs that is being made
        result(0);
    }

    /** {@return the requests so far, dropped ones too, in order; copies} */
    public List<byte[]> requests() {
        return conduct.requests();
    }

    @Override
    public void close() {
        udp.close();
    }

    private synchronized byte @Nullable [] reply(byte[] request, InetSocketAddress client) {
        if (request.length < 2 || request[1] < 0) {
            return null;
        }
        if (request[0] == 0) {
            return protocols.contains(Protocol.NAT_PMP) ? natPmp(request) : pcpDoesNotKnowTheVersion(request);
        }
        if (!protocols.contains(Protocol.PCP)) {
            return ByteBuffer.allocate(8).putInt(0x0080_0001).putInt(EPOCH).array();
        }
        return request[0] == 2 ? pcp(request, client) : pcpDoesNotKnowTheVersion(request);
    }

    private byte[] natPmp(byte[] request) {
        if (request[1] != 0) {
            return ByteBuffer.allocate(8)
                    .putInt(0x0080_0005 | request[1] << 16)
                    .putInt(EPOCH)
                    .array();
        }
        return ByteBuffer.allocate(12)
                .putInt(0x0080_0000 | result)
                .putInt(EPOCH)
                .put(result == 0 ? outer(AddressFamily.IPV4) : new byte[4])
                .array();
    }

    private byte[] pcp(byte[] request, InetSocketAddress client) {
        if (request.length < PCP_LENGTH || request.length % 4 != 0) {
            return pcpHeader(request, PCP_MALFORMED, 24);
        }
        if (request[1] != 1) {
            return pcpHeader(request, PCP_UNSUPPORTED_OPCODE, PCP_LENGTH);
        }
        if (!Arrays.equals(request, 8, 24, sixteen(client.getAddress().getAddress()), 0, 16)) {
            return pcpHeader(request, PCP_ADDRESS_MISMATCH, PCP_LENGTH);
        }
        if (result != 0) {
            return pcpHeader(request, result, PCP_LENGTH);
        }
        byte[] reply = pcpHeader(request, 0, PCP_LENGTH);
        String mapping = HexFormat.of().formatHex(request, 24, 42);
        long lifetime = ByteBuffer.wrap(request).getInt(4) & 0xffffffffL;
        if (lifetime == 0) {
            mappings.remove(mapping);
        } else if (mappings.put(mapping, lifetime) == null) {
            mapped++;
        }
        System.arraycopy(request, 40, reply, 42, 2); // the outer port is the inner one
        AddressFamily family = AddressFamily.of(client.getAddress());
        System.arraycopy(sixteen(outer(family)), 0, reply, 44, 16);
        return reply;
    }

    /** A reply that repeats the request behind its header. */
    private static byte[] pcpHeader(byte[] request, int code, int length) {
        byte[] reply = Arrays.copyOf(request, length);
        reply[1] |= (byte) 0x80;
        reply[2] = 0;
        reply[3] = (byte) code;
        Arrays.fill(reply, 12, 24, (byte) 0);
        ByteBuffer.wrap(reply).putInt(8, EPOCH);
        return reply;
    }

    private static byte[] pcpDoesNotKnowTheVersion(byte[] request) {
        byte[] reply = pcpHeader(request, 1, 24);
        reply[0] = 2;
        return reply;
    }

    private byte[] outer(AddressFamily family) {
        return Objects.requireNonNull(outer.get(family)).getAddress();
    }

    private static byte[] sixteen(byte[] address) {
        return address.length == 16
                ? address
                : ByteBuffer.allocate(16)
                        .position(10)
                        .putShort((short) 0xffff)
                        .put(address)
                        .array();
    }
}
