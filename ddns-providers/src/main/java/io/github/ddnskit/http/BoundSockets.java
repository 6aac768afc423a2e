package io.github.ddnskit.http;

import io.github.ddnskit.AddressFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets that choose where they connect from, and to. */
final class BoundSockets extends SocketFactory {

    private final List<InetAddress> sources;
    private final @Nullable String networkInterface;
    private final List<InetSocketAddress> targets;

    BoundSockets(List<InetAddress> sources, @Nullable String networkInterface, List<InetSocketAddress> targets) {
        this.sources = List.copyOf(sources);
        this.networkInterface = networkInterface;
        this.targets = List.copyOf(targets);
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                InetSocketAddress target = target((InetSocketAddress) endpoint);
                Optional<InetAddress> source = source(AddressFamily.of(target.getAddress()));
                if (source.isPresent()) {
                    bind(new InetSocketAddress(source.get(), 0));
                }
                super.connect(target, timeout);
            }
        };
    }

    private InetSocketAddress target(InetSocketAddress endpoint) {
        return targets.stream()
                .filter(one -> one.getAddress().equals(endpoint.getAddress()))
                .findFirst()
                .orElse(endpoint);
    }

    private Optional<InetAddress> source(AddressFamily family) throws SocketException {
        if (sources.isEmpty() && networkInterface == null) {
            return Optional.empty();
        }
        Stream<InetAddress> candidates = networkInterface == null ? sources.stream() : ofInterface(networkInterface);
        return Optional.of(candidates
                .filter(address -> AddressFamily.of(address) == family)
                .findFirst()
                .orElseThrow(() -> new SocketException("no " + family + " address to connect from")));
    }

    private static Stream<InetAddress> ofInterface(String name) throws SocketException {
        NetworkInterface found = NetworkInterface.getByName(name);
        return found == null ? Stream.empty() : found.inetAddresses().filter(address -> !address.isLinkLocalAddress());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(new InetSocketAddress(host, port), 0);
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }
}
