package io.github.ddnskit.rfc2136.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** The far end of streams, which does what a test wants with each connection. */
final class StreamPeer implements AutoCloseable {

    /** What to do with a connection; it is closed afterwards. */
    interface Script {
        void serve(Link link) throws IOException;
    }

    private final ServerSocket server;
    private final List<Link> links = Collections.synchronizedList(new ArrayList<>());

    /** Serves the connections, the first by the first script and so on, and all that are left by the last. */
    StreamPeer(ServerSocket server, Script... scripts) {
        this.server = server;
        daemon(() -> {
            for (int i = 0; !server.isClosed(); i++) {
                Script script = scripts[Math.min(i, scripts.length - 1)];
                try {
                    Link link = new Link(server.accept(), new ArrayList<>());
                    links.add(link);
                    daemon(() -> link.serve(script));
                } catch (IOException closed) {
                    // the loop ends if so
                }
            }
        });
    }

    static StreamPeer plain(Script... scripts) {
        try {
            return new StreamPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), scripts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Link link : links()) {
                link.socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One connection.
     *
     * @param socket the socket
     * @param received what has come over it
     */
    record Link(Socket socket, List<Message> received) {

        Message receive() throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Message message = new Message(in.readNBytes(in.readUnsignedShort()));
            received.add(message);
            return message;
        }

        void send(byte... octets) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(octets);
            out.flush();
        }

        void reply(Message query) throws IOException {
            send(framed(StreamPeer.reply(query).toWire()));
        }

        /** Answers everything until the client closes. */
        void replyToAll() throws IOException {
            while (true) {
                reply(receive());
            }
        }

        /** Waits until the client closes. */
        void hold() throws IOException {
            socket.getInputStream().readAllBytes();
        }

        /** Ends it with a reset rather than an orderly close. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        private void serve(Script script) {
            try (socket) {
                script.serve(this);
            } catch (IOException over) {
                // as it shall be
            }
        }
    }

    static Message reply(Message query) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setOpcode(query.getHeader().getOpcode());
        reply.getHeader().setFlag(Flags.QR);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        return reply;
    }

    static byte[] framed(byte... wire) {
        byte[] framed = new byte[wire.length + 2];
        framed[0] = (byte) (wire.length >> 8);
        framed[1] = (byte) wire.length;
        System.arraycopy(wire, 0, framed, 2, wire.length);
        return framed;
    }

    private static void daemon(Runnable runnable) {
        Thread thread = new Thread(runnable, "stream peer");
        thread.setDaemon(true);
        thread.start();
    }
}
