package io.github.ddnskit.testkit.gateway;

import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * UDP sockets at one ephemeral port of the loopback addresses, IPv4 and, where the machine has it, IPv6, served by one
 * thread.
 */
final class LoopbackUdp implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LoopbackUdp.class.getName());
    private static final int PORT_TRIES = 50;
    private static final int LONGEST_DATAGRAM = 65_535;
    private static final long LONGEST_CLOSE_MILLIS = 5_000;

    private final List<DatagramChannel> sockets;
    private final List<InetSocketAddress> addresses;
    private final Selector selector;
    private final Server server;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_DATAGRAM);

    /** Answers a request by sending as many replies as it likes. */
    interface Server {
        void serve(byte[] request, InetSocketAddress client, Replies replies);
    }

    /** Sends to whom the request came from. */
    interface Replies {
        /** Sends from the address that was asked, or from another port of it. */
        void send(byte[] reply, boolean fromAnotherPort);
    }

    private LoopbackUdp(String name, List<DatagramChannel> sockets, Server server) throws IOException {
        this.sockets = sockets;
        this.addresses = sockets.stream()
                .map(socket -> (InetSocketAddress) socket.socket().getLocalSocketAddress())
                .toList();
        this.server = server;
        this.selector = Selector.open();
        for (DatagramChannel socket : sockets) {
            socket.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        }
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Listens on a free port of both families, or only at that IPv4 address and port if there is one. */
    static LoopbackUdp start(String name, @Nullable InetSocketAddress at, Server server) {
        try {
            List<DatagramChannel> sockets = at == null ? sockets() : List.of(bound(at.getAddress(), at.getPort()));
            LoopbackUdp udp = new LoopbackUdp(name, sockets, server);
            udp.thread.start();
            return udp;
        } catch (IOException e) {
            throw new UncheckedIOException("no " + name + " can be started on loopback", e);
        }
    }

    /** Where it listens, or did: the IPv4 address first. */
    List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Ends the thread and closes the sockets; returns when that is done. */
    @Override
    public void close() {
        thread.interrupt(); // wakes the selector
        boolean interrupted = false;
        try {
            thread.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<DatagramChannel> sockets() throws IOException {
        for (int left = PORT_TRIES; ; left--) {
            List<DatagramChannel> sockets = new ArrayList<>();
            try {
                DatagramChannel ipv4 = bound(IpLiteral.parse("127.0.0.1"), 0);
                sockets.add(ipv4);
                ipv6(ipv4.socket().getLocalPort()).ifPresent(sockets::add);
                return sockets;
            } catch (BindException e) { // somebody has the port of the other family
                for (DatagramChannel socket : sockets) {
                    socket.close();
                }
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private static Optional<DatagramChannel> ipv6(int port) throws IOException {
        try {
            bound(IpLiteral.parse("::1"), 0).close();
        } catch (IOException | UnsupportedAddressTypeException e) { // this machine has no IPv6
            return Optional.empty();
        }
        return Optional.of(bound(IpLiteral.parse("::1"), port));
    }

    private static DatagramChannel bound(InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.bind(new InetSocketAddress(address, port));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void run() {
        try (selector) {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(key -> receive((DatagramChannel) key.channel()));
            }
        } catch (IOException | ClosedSelectorException e) {
            LOG.log(System.Logger.Level.WARNING, thread.getName() + " ends", e);
        } finally {
            for (DatagramChannel socket : sockets) {
                try {
                    socket.close();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "a socket could not be closed", e);
                }
            }
        }
    }

    private void receive(DatagramChannel socket) {
        try {
            InetSocketAddress client = (InetSocketAddress) socket.receive(buffer.clear());
            if (client == null) {
                return;
            }
            byte[] request = new byte[buffer.flip().remaining()];
            buffer.get(request);
            server.serve(request, client, (reply, fromAnotherPort) -> send(reply, client, socket, fromAnotherPort));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "no answer to a datagram because of a fault in this server", e);
        }
    }

    private static void send(byte[] reply, InetSocketAddress client, DatagramChannel socket, boolean fromAnotherPort) {
        InetAddress local = socket.socket().getLocalAddress();
        try (DatagramChannel other = fromAnotherPort ? bound(local, 0) : null) {
            (other == null ? socket : other).send(ByteBuffer.wrap(reply), client);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a reply could not be sent", e);
        }
    }
}
