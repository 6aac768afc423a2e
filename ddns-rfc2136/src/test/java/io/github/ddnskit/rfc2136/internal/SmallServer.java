package io.github.ddnskit.rfc2136.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Answers with what it was told, and with the SOA record of example.test if it has authority; takes updates if so, until it
 * is told otherwise.
 */
final class SmallServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final Map<String, List<Record>> answers = new ConcurrentHashMap<>();
    private final boolean authority;
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger updates = new AtomicInteger();
    private volatile int updateCode;

    SmallServer(String address, int port, boolean authority) {
        try {
            socket = new DatagramSocket(port, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.authority = authority;
        this.updateCode = authority ? Rcode.NOERROR : Rcode.NOTAUTH;
        Thread thread = new Thread(this::serve, "small server");
        thread.setDaemon(true);
        thread.start();
    }

    static Record soa(String primary) {
        return soa("example.test.", primary);
    }

    static Record soa(String apex, String primary) {
        return new SOARecord(name(apex), DClass.IN, 60, name(primary), name("root.test."), 1, 1, 1, 1, 1);
    }

    static Name name(String text) {
        return Name.fromConstantString(text);
    }

    ServerAddress address() {
        return ServerAddress.of(socket.getLocalAddress().getHostAddress(), socket.getLocalPort());
    }

    /** The servers of example.test, instead of those before. */
    void sayZone(String primary, String... listed) {
        answers.remove("example.test. " + Type.SOA);
        answers.remove("example.test. " + Type.NS);
        say(soa(primary), Type.SOA);
        for (String each : listed) {
            say(new NSRecord(name("example.test."), DClass.IN, 60, name(each)), Type.NS);
        }
    }

    void sayAddress(String host, String address) {
        try {
            say(new ARecord(name(host), DClass.IN, 60, InetAddress.getByName(address)), Type.A);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(Record answer, int toType) {
        answers.computeIfAbsent(answer.getName() + " " + toType, unused -> new ArrayList<>())
                .add(answer);
    }

    void answerUpdatesWith(int rcode) {
        updateCode = rcode;
    }

    int queries() {
        return queries.get();
    }

    int updates() {
        return updates.get();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] wire = answer(new Message(Arrays.copyOf(buffer, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
            } catch (IOException closed) {
                // the loop ends if so
            }
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setOpcode(query.getHeader().getOpcode());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(question, Section.QUESTION);
        if (query.getHeader().getOpcode() == Opcode.UPDATE) {
            updates.incrementAndGet();
            reply.getHeader().setRcode(updateCode);
            return reply;
        }
        queries.incrementAndGet();
        List<Record> answer = answers.getOrDefault(question.getName() + " " + question.getType(), List.of());
        answer.forEach(record -> reply.addRecord(record, Section.ANSWER));
        if (authority) {
            reply.getHeader().setFlag(Flags.AA);
            reply.addRecord(soa("ns1.example.test."), Section.ANSWER);
        } else if (answer.isEmpty()) {
            reply.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return reply;
    }
}
