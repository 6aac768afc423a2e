package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.spi.Scheduler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets: UDP and TCP on one port, served by one thread, which also sends what was held back. So requests are
 * handled one after the other, and nothing that is slow stops the rest.
 */
public final class ServerLoop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ServerLoop.class.getName());
    private static final int MOST_CONNECTIONS = 128;
    private static final int PORT_TRIES = 50;
    private static final int DATAGRAMS_AT_ONCE = 64;
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);
    private static final Duration LONGEST_SELECT = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final NameServer server;
    private final Selector selector;
    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final @Nullable TlsListener tls;
    private final int port;
    private final Thread thread;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(65_535);
    private final Set<TcpConnection> connections = new HashSet<>();
    private final Outbox outbox;
    /** What the server does by itself, later by real time. */
    private final Outbox chores;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Notifier notifier = new Notifier(new Outlet());

    private ServerLoop(
            NameServer server,
            @Nullable Scheduler scheduler,
            Selector selector,
            ServerSocketChannel tcp,
            DatagramChannel udp,
            @Nullable TlsListener tls)
            throws IOException {
        this.server = server;
        this.tls = tls;
        this.selector = selector;
        this.outbox = new Outbox(scheduler, selector::wakeup);
        this.chores = new Outbox(null, selector::wakeup);
        this.tcp = tcp;
        this.udp = udp;
        udp.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        tcp.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        if (tls != null) {
            tls.channel().configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT, tls);
        }
        this.port = udp.socket().getLocalPort();
        this.thread = new Thread(this::run, "fake-dns-" + port);
        thread.setDaemon(true);
        server.zones().all().forEach(zone -> zone.onChange(changed -> execute(() -> notifier.changed(changed))));
    }

    /**
     * Opens both sockets and starts to serve; port 0 means any that is free for both. Replies are late by the scheduler,
     * or by real time if there is none.
     */
    public static ServerLoop start(
            NameServer server, InetAddress address, int port, @Nullable TlsListener tls, @Nullable Scheduler scheduler)
            throws IOException {
        for (int left = PORT_TRIES; ; left--) {
            ServerSocketChannel tcp = ServerSocketChannel.open();
            DatagramChannel udp = DatagramChannel.open();
            try {
                tcp.bind(new InetSocketAddress(address, port));
                udp.bind(new InetSocketAddress(address, tcp.socket().getLocalPort()));
                ServerLoop loop = new ServerLoop(server, scheduler, Selector.open(), tcp, udp, tls);
                loop.thread.start();
                return loop;
            } catch (BindException e) {
                tcp.close();
                udp.close();
                if (port != 0 || left == 0) {
                    throw e;
                }
            } catch (IOException e) {
                tcp.close();
                udp.close();
                throw e;
            }
        }
    }

    public int port() {
        return port;
    }

    /** Tells that server of each change from now on. */
    public void addSecondary(InetSocketAddress secondary) {
        notifier.add(secondary);
    }

    /** Ends the thread and closes all sockets; returns when that is done. */
    @Override
    public void close() {
        thread.interrupt(); // wakes the selector
        boolean interrupted = false;
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector;
                udp;
                tcp;
                tls) {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(millisToWait());
                selector.selectedKeys().forEach(this::serve);
                selector.selectedKeys().clear();
                server.zones().expire();
                runTasks();
                outbox.sendDue();
                chores.sendDue();
                connections.removeIf(connection -> connection.closeIfIdle(LONGEST_IDLE));
            }
        } catch (IOException | ClosedSelectorException e) {
            LOG.log(System.Logger.Level.WARNING, "the name server ends", e);
        } finally {
            outbox.close();
            connections.forEach(TcpConnection::close);
        }
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof TcpConnection connection) {
            connection.ready(key);
        } else if (key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel(), (TlsListener) key.attachment());
        } else {
            receive();
        }
    }

    private void accept(ServerSocketChannel listener, @Nullable TlsListener secured) {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            if (connections.size() >= MOST_CONNECTIONS) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            Client client = new Client(channel.socket().getInetAddress(), true);
            Octets octets = secured == null ? Octets.of(channel) : secured.octets(channel);
            TcpConnection connection =
                    new TcpConnection(channel, octets, (self, request) -> answer(request, client, self::send));
            connection.register(selector);
            connections.add(connection);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection came to nothing", e);
        }
    }

    private void receive() {
        for (int i = 0; i < DATAGRAMS_AT_ONCE; i++) {
            byte[] request;
            InetSocketAddress client;
            try {
                datagram.clear();
                client = (InetSocketAddress) udp.receive(datagram);
                if (client == null) {
                    return;
                }
                request = new byte[datagram.flip().remaining()];
                datagram.get(request);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a datagram came to nothing", e);
                return;
            }
            if (Request.isReply(request)) {
                notifier.heard(request, client);
            } else {
                answer(request, new Client(client.getAddress(), false), reply -> send(reply.octets(), client));
            }
        }
    }

    private void answer(byte[] request, Client from, Consumer<Departure> client) {
        try {
            server.handle(request, from, outbox.waiting(), reply -> outbox.send(reply, client));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no answer to a message because of a fault in this server", e);
        }
    }

    private void send(byte[] reply, SocketAddress client) {
        if (reply.length == 0) {
            return;
        }
        try {
            udp.send(ByteBuffer.wrap(reply), client);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a reply could not be sent", e);
        }
    }

    /** What the thread does for others; they may be of any thread. */
    private void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private long millisToWait() {
        return outbox.millisToWait(chores.millisToWait(LONGEST_SELECT.toMillis()));
    }

    private final class Outlet implements Notifier.Outlet {
        @Override
        public void send(byte[] message, InetSocketAddress to) {
            ServerLoop.this.send(message, to);
        }

        @Override
        public void later(Duration delay, Runnable task) {
            chores.delay(delay, task);
        }
    }
}
