package io.github.ddnskit.rfc2136.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Octets within TLS. */
final class TlsWire implements Wire {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer received; // read from the channel and not yet unwrapped; written to, unless flipped
    private final ByteBuffer opened; // unwrapped and not yet read; read from
    private boolean begun;
    private ByteBuffer sealed; // wrapped and not yet written; read from

    TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocate(packet);
        sealed = ByteBuffer.allocate(packet).flip();
        opened = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
    }

    @Override
    public int open() throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        while (true) {
            if (!drain()) {
                return SelectionKey.OP_WRITE;
            }
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    int count = unwrap();
                    if (count < 0) {
                        throw new EOFException("the server closed the connection before TLS was ready");
                    }
                    if (count == 0 && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
                        return SelectionKey.OP_READ;
                    }
                }
                default -> {
                    return 0;
                }
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!opened.hasRemaining()) {
            int count = unwrap();
            if (count <= 0) {
                return count;
            }
        }
        int count = Math.min(opened.remaining(), into.remaining());
        into.put(into.position(), opened, opened.position(), count);
        into.position(into.position() + count);
        opened.position(opened.position() + count);
        return count;
    }

    @Override
    public boolean write(ByteBuffer from) throws IOException {
        while (drain()) {
            if (!from.hasRemaining()) {
                return true;
            }
            wrap(from);
        }
        return false;
    }

    @Override
    public void close() {
        engine.closeOutbound();
        try {
            if (drain()) {
                wrap(NOTHING);
                drain();
            }
        } catch (IOException | RuntimeException e) {
            // It was a courtesy.
        }
    }

    /** Unwraps one record: 1 if something happened, 0 if more must come first, -1 at the end. */
    private int unwrap() throws IOException {
        received.flip();
        opened.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, opened);
        } finally {
            received.compact();
            opened.flip();
        }
        runTasks();
        if (result.getStatus() == Status.CLOSED) {
            return -1;
        }
        if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
            int count = channel.read(received);
            return Integer.signum(count);
        }
        return 1;
    }

    private void wrap(ByteBuffer from) throws IOException {
        sealed.clear();
        SSLEngineResult result;
        try {
            result = engine.wrap(from, sealed);
        } finally {
            sealed.flip();
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            sealed = ByteBuffer.allocate(2 * sealed.capacity()).flip();
        }
        if (result.getStatus() == Status.CLOSED && from.hasRemaining()) {
            throw new SSLException("TLS was closed");
        }
        runTasks();
    }

    private boolean drain() throws IOException {
        while (sealed.hasRemaining()) {
            if (channel.write(sealed) == 0) {
                return false;
            }
        }
        return true;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
