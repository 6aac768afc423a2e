package io.github.ddnskit.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A plain client on a socket of its own, which takes replies as they come and checks nothing. */
final class DnsClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final FakeAuthoritativeServer server;
    private final DatagramSocket socket;

    DnsClient(FakeAuthoritativeServer server) {
        this.server = server;
        try {
            socket = new DatagramSocket();
            socket.connect(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
    }

    /** An update that adds an address. */
    static Update add(String zone, String name, String address) {
        Update update = new Update(name(zone));
        try {
            update.add(name(name), Type.A, 60, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return update;
    }

    /** A key of HMAC-SHA256 that signs by a clock. */
    static TSIG key(String name, String secret, Clock clock) {
        return new TSIG(
                TSIG.HMAC_SHA256,
                name(name),
                new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"),
                clock);
    }

    static Message signed(Message message, TSIG key) {
        message.setTSIG(key);
        return message;
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Asks by UDP, and waits for the reply. */
    Message ask(Message message) {
        send(message);
        return receive();
    }

    Message ask(String name, int type) {
        return ask(query(name, type));
    }

    void send(Message message) {
        send(message.toWire(Message.MAXLENGTH));
    }

    void send(byte[] wire) {
        try {
            socket.send(new DatagramPacket(wire, wire.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] receiveOctets() {
        return tryReceive().orElseThrow(() -> new IllegalStateException("no reply"));
    }

    Message receive() {
        try {
            return new Message(receiveOctets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether what was sent before is answered by nothing: what is asked now is answered first. */
    boolean hearsNothing() {
        Message sentinel = query("sentinel.invalid", Type.A);
        return ask(sentinel).getHeader().getID() == sentinel.getHeader().getID();
    }

    /** Asks by TCP, and reads messages until the server has sent so many. */
    List<byte[]> askByTcp(byte[] request, int replies) {
        return askByTcp(request, request.length, replies);
    }

    /** The same with a length of the first message that may differ from that of all octets. */
    List<byte[]> askByTcp(byte[] request, int length, int replies) {
        try (Socket tcp = new Socket(server.host(), server.port())) {
            tcp.setSoTimeout(PATIENCE_MILLIS);
            DataOutputStream out = new DataOutputStream(tcp.getOutputStream());
            out.writeShort(length);
            out.write(request);
            out.flush();
            DataInputStream in = new DataInputStream(tcp.getInputStream());
            List<byte[]> all = new ArrayList<>();
            while (all.size() < replies) {
                all.add(in.readNBytes(in.readUnsignedShort()));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Code, AA or not, and the sections, such as {@code NOERROR AA [a.test. 60 IN A 192.0.2.1] [] []}. */
    static String show(Message reply) {
        return Rcode.string(reply.getRcode()) + (reply.getHeader().getFlag(Flags.AA) ? " AA" : "") + " "
                + List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL).stream()
                        .map(section -> reply.getSection(section).stream()
                                .map(record -> record.toString().replaceAll("\\s+", " "))
                                .sorted()
                                .toList()
                                .toString())
                        .collect(Collectors.joining(" "));
    }

    private Optional<byte[]> tryReceive() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.receive(packet);
            return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
