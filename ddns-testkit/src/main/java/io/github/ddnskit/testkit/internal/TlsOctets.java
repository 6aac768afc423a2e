package io.github.ddnskit.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** The server's end of TLS; the handshake is made while reading. Used by one thread. */
final class TlsOctets implements Octets {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    /** Read and not yet opened; always ready to be written to. */
    private final ByteBuffer received;
    /** Opened and not yet read; always ready to be read. */
    private final ByteBuffer opened;
    /** Sealed and not yet written; always ready to be read. */
    private final ByteBuffer sealed;

    TlsOctets(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocate(packet);
        // several messages of a handshake may be sealed before the client takes any
        sealed = ByteBuffer.allocate(4 * packet).flip();
        opened = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!opened.hasRemaining()) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_WRAP) {
                seal(NOTHING);
            } else {
                int progress = open();
                if (progress <= 0) {
                    return progress;
                }
            }
        }
        int count = Math.min(opened.remaining(), into.remaining());
        into.put(into.position(), opened, opened.position(), count);
        into.position(into.position() + count);
        opened.position(opened.position() + count);
        return count;
    }

    @Override
    public boolean hasMore() {
        return opened.hasRemaining() || received.position() > 0;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int before = from.remaining();
        drain();
        while (from.hasRemaining() && !sealed.hasRemaining()) {
            seal(from);
        }
        return before - from.remaining();
    }

    @Override
    public boolean isWaiting() {
        return sealed.hasRemaining();
    }

    @Override
    public void endOutput() throws IOException {
        engine.closeOutbound();
        seal(NOTHING);
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            engine.closeOutbound();
            if (!sealed.hasRemaining()) {
                seal(NOTHING);
            }
        }
    }

    /** Opens one record: 1 if something happened, 0 if more must come first, -1 at the end. */
    private int open() throws IOException {
        received.flip();
        opened.clear();
        Status status;
        try {
            status = engine.unwrap(received, opened).getStatus();
        } finally {
            received.compact();
            opened.flip();
        }
        runTasks();
        return switch (status) {
            case CLOSED -> -1;
            case BUFFER_UNDERFLOW -> Integer.signum(channel.read(received));
            default -> 1;
        };
    }

    private void seal(ByteBuffer from) throws IOException {
        sealed.compact();
        try {
            Status status = engine.wrap(from, sealed).getStatus();
            if (status == Status.BUFFER_OVERFLOW) {
                throw new IOException("the client takes nothing");
            }
            if (status == Status.CLOSED && from.hasRemaining()) {
                throw new IOException("TLS was closed");
            }
        } finally {
            sealed.flip();
        }
        runTasks();
        drain();
    }

    private void drain() throws IOException {
        if (sealed.hasRemaining()) {
            channel.write(sealed);
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
