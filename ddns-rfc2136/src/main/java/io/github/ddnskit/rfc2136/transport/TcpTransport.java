package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.Request.Transmission;
import io.github.ddnskit.rfc2136.transport.Request.Verdict;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.xbill.DNS.Message;

/** TCP (RFC 7766): a connection for each exchange, on which the first complete message decides. */
public final class TcpTransport implements Transport {

    private static final int LENGTH_OCTETS = 2;

    private final InetSocketAddress server;
    private final LocalEnd from;

    /**
     * A transport to a server.
     *
     * @param server where it is
     */
    public TcpTransport(InetSocketAddress server) {
        this(server, LocalEnd.ANY);
    }

    /**
     * A transport to a server from somewhere.
     *
     * @param server where it is
     * @param from from where
     */
    public TcpTransport(InetSocketAddress server, LocalEnd from) {
        this.server = server;
        this.from = from;
    }

    /** @throws BadReplyException if the first message is not the reply */
    @Override
    public Message exchange(Request request, Deadline deadline) throws IOException, InterruptedException {
        Transmission transmission = request.transmission();
        byte[] wire = transmission.wire();
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            from.bind(channel, server);
            Connection connection = new Connection(channel, channel.register(selector, 0), deadline);
            connection.connect(server);
            connection.write(ByteBuffer.allocate(LENGTH_OCTETS + wire.length)
                    .putShort((short) wire.length)
                    .put(wire)
                    .flip());
            int length = Short.toUnsignedInt(connection.read(LENGTH_OCTETS).getShort());
            Verdict verdict = transmission.judge(connection.read(length).array());
            if (verdict instanceof Verdict.Accepted accepted) {
                return accepted.reply();
            }
            throw new BadReplyException("what came over TCP is not a reply to what was asked");
        } catch (ClosedByInterruptException e) {
            throw Interrupts.asInterrupted(e);
        }
    }

    /** A connection whose every step waits no longer than the deadline. */
    private record Connection(SocketChannel channel, SelectionKey key, Deadline deadline) {

        void connect(InetSocketAddress server) throws IOException, InterruptedException {
            boolean connected = channel.connect(server);
            while (!connected) {
                await(SelectionKey.OP_CONNECT);
                connected = channel.finishConnect();
            }
        }

        void write(ByteBuffer buffer) throws IOException, InterruptedException {
            while (channel.write(buffer) >= 0 && buffer.hasRemaining()) {
                await(SelectionKey.OP_WRITE);
            }
        }

        ByteBuffer read(int length) throws IOException, InterruptedException {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining()) {
                int count = channel.read(buffer);
                if (count < 0) {
                    throw new EOFException("the server closed the connection before its reply was complete");
                }
                if (count == 0) {
                    await(SelectionKey.OP_READ);
                }
            }
            return buffer.flip();
        }

        private void await(int operation) throws IOException, InterruptedException {
            key.interestOps(operation);
            key.selector().select(deadline.selectMillis());
            key.selector().selectedKeys().clear();
            Interrupts.check();
            if (deadline.isOver()) {
                throw new NoReplyException();
            }
        }
    }
}
