package io.github.ddnskit.rfc2136;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/** A server that says whatever a test wants, byte for byte, over UDP and TCP on the same port of the loopback. */
final class ScriptedServer implements AutoCloseable {

    /** What to do with a datagram: answer it or an earlier one, any number of times. */
    interface Script {
        void received(Datagram datagram, List<Datagram> earlier) throws IOException;
    }

    /** What to answer over TCP: octets including the length, or nothing to close the connection. */
    interface StreamScript {
        byte @Nullable [] answer(Message query) throws IOException;
    }

    private static final int PORT_TRIES = 20;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Datagram> datagrams = Collections.synchronizedList(new ArrayList<>());
    private final List<Message> streamed = Collections.synchronizedList(new ArrayList<>());

    ScriptedServer(Script script, StreamScript streamScript) {
        try {
            Sockets sockets = Sockets.open();
            tcp = sockets.tcp;
            udp = sockets.udp;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> serveDatagrams(script));
        daemon(() -> serveStreams(streamScript));
    }

    /** Two of the same port. */
    private record Sockets(ServerSocket tcp, DatagramSocket udp) {
        static Sockets open() throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            for (int left = PORT_TRIES; ; left--) {
                ServerSocket tcp = new ServerSocket(0, 10, loopback);
                try {
                    return new Sockets(tcp, new DatagramSocket(tcp.getLocalPort(), loopback));
                } catch (BindException e) { // somebody has the port of UDP
                    tcp.close();
                    if (left == 0) {
                        throw e;
                    }
                }
            }
        }
    }

    /** A server that nobody reaches over TCP. */
    static ScriptedServer udp(Script script) {
        return new ScriptedServer(script, query -> null);
    }

    String address() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    List<Datagram> datagrams() {
        return List.copyOf(datagrams);
    }

    List<Message> streamed() {
        return List.copyOf(streamed);
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A datagram that came in. */
    static final class Datagram {

        private final DatagramSocket socket;
        private final SocketAddress from;
        private final Message query;
        private final byte[] wire;

        private Datagram(DatagramSocket socket, SocketAddress from, Message query, byte[] wire) {
            this.socket = socket;
            this.from = from;
            this.query = query;
            this.wire = wire;
        }

        SocketAddress from() {
            return from;
        }

        Message query() {
            return query;
        }

        byte[] wire() {
            return wire;
        }

        void answer(byte[] wire) throws IOException {
            socket.send(new DatagramPacket(wire, wire.length, from));
        }
    }

    /** A reply to a query, unsigned. */
    static Message reply(Message query, int rcode) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setOpcode(query.getHeader().getOpcode());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setRcode(rcode);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        return reply;
    }

    /** A reply signed as the real server would. */
    static byte[] signed(TsigKey key, Message query, int rcode) {
        return signed(key, query, reply(query, rcode));
    }

    /** A reply signed with a key over the request of a query. */
    static byte[] signed(TsigKey key, Message query, Message reply) {
        tsig(key).apply(reply, query.getTSIG());
        return reply.toWire();
    }

    static TSIG tsig(TsigKey key) {
        try {
            return new TSIG(Name.fromString(key.algorithm().wireName()), Name.fromString(key.name()), key.octets());
        } catch (TextParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message as it goes over TCP. */
    static byte[] framed(byte[] wire) {
        byte[] framed = new byte[wire.length + 2];
        framed[0] = (byte) (wire.length >> 8);
        framed[1] = (byte) wire.length;
        System.arraycopy(wire, 0, framed, 2, wire.length);
        return framed;
    }

    private void serveDatagrams(Script script) {
        byte[] buffer = new byte[65535];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] wire = Arrays.copyOf(buffer, packet.getLength());
                Datagram datagram = new Datagram(udp, packet.getSocketAddress(), new Message(wire), wire);
                List<Datagram> earlier = datagrams();
                datagrams.add(datagram);
                script.received(datagram, earlier);
            } catch (IOException closed) {
                // the loop ends if so
            }
        }
    }

    private void serveStreams(StreamScript script) {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                Message query = new Message(in.readNBytes(in.readUnsignedShort()));
                streamed.add(query);
                byte[] answer = script.answer(query);
                if (answer != null) {
                    new DataOutputStream(socket.getOutputStream()).write(answer);
                    socket.shutdownOutput();
                    in.readAllBytes();
                }
            } catch (IOException closed) {
                // the loop ends if so
            }
        }
    }

    private static void daemon(Runnable runnable) {
        Thread thread = new Thread(runnable, "scripted server");
        thread.setDaemon(true);
        thread.start();
    }
}
