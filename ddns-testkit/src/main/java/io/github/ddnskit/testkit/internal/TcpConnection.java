package io.github.ddnskit.testkit.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One client by TCP: messages with two octets of length before each (RFC 7766 section 8), as many as it likes. */
final class TcpConnection {

    /** A client that reads nothing does not make this grow: while so much waits, no more requests are read. */
    private static final int MOST_WAITING = 1 << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Octets octets;
    private final BiConsumer<TcpConnection, byte[]> onMessage;
    private final ByteBuffer in = ByteBuffer.allocate(2 + 65_535);
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private @Nullable SelectionKey key;
    private long waiting;
    private long lastActive = System.nanoTime();
    private boolean ended;
    /** Nothing leaves any more, and nothing is said about it. */
    private boolean mute;

    TcpConnection(SocketChannel channel, Octets octets, BiConsumer<TcpConnection, byte[]> onMessage) {
        this.channel = channel;
        this.octets = octets;
        this.onMessage = onMessage;
    }

    void register(Selector selector) throws IOException {
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void ready(SelectionKey ready) {
        lastActive = System.nanoTime();
        try {
            if (ready.isReadable()) {
                read();
            }
            if (channel.isOpen()) {
                flush();
            }
        } catch (IOException | CancelledKeyException e) {
            close(); // the client went away, as clients may
        }
    }

    void send(Departure departure) {
        if (!channel.isOpen() || mute) {
            return;
        }
        lastActive = System.nanoTime();
        try {
            if (departure.octets().length > 0) {
                enqueue(departure);
                flush();
            }
            end(departure.then());
        } catch (IOException | CancelledKeyException e) {
            close();
        }
    }

    private void enqueue(Departure departure) {
        ByteBuffer framed = ByteBuffer.allocate(2 + departure.octets().length);
        framed.putShort((short) departure.announced()).put(departure.octets()).flip();
        out.add(framed);
        waiting += framed.remaining();
    }

    private void end(Departure.Then then) throws IOException {
        switch (then) {
            case CLOSES -> close();
            case HALF_CLOSES -> {
                mute = true;
                octets.endOutput();
            }
            case STALLS -> mute = true;
            case STAYS, WAITS_FOR_NEXT -> {
                // the connection goes on
            }
        }
    }

    /** Whether it is closed now. */
    boolean closeIfIdle(Duration longest) {
        if (System.nanoTime() - lastActive > longest.toNanos()) {
            close();
        }
        return !channel.isOpen();
    }

    void close() {
        try {
            octets.close();
        } catch (IOException e) {
            // there is nothing left to do for it
        }
    }

    private void read() throws IOException {
        do {
            int count = octets.read(in);
            if (count < 0) {
                ended = true;
                if (out.isEmpty()) {
                    close();
                }
                return;
            }
            if (count == 0) {
                return;
            }
            takeMessages();
        } while (channel.isOpen() && octets.hasMore());
    }

    private void takeMessages() {
        in.flip();
        while (in.remaining() >= 2 && in.remaining() >= 2 + (in.getShort(in.position()) & 0xFFFF)) {
            byte[] message = new byte[in.getShort() & 0xFFFF];
            in.get(message);
            onMessage.accept(this, message);
        }
        in.compact();
    }

    private void flush() throws IOException {
        if (octets.isWaiting()) {
            octets.write(NOTHING); // what the handshake left
        }
        for (ByteBuffer next = out.peek(); next != null; next = out.peek()) {
            waiting -= octets.write(next);
            if (next.hasRemaining()) {
                break;
            }
            out.remove();
        }
        if (out.isEmpty() && ended) {
            close();
        } else if (key != null) {
            boolean read = !ended && waiting < MOST_WAITING;
            key.interestOps((read ? SelectionKey.OP_READ : 0)
                    | (out.isEmpty() && !octets.isWaiting() ? 0 : SelectionKey.OP_WRITE));
        }
    }
}
