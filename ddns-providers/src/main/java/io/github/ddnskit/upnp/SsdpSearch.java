package io.github.ddnskit.upnp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.DefaultGateway;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches an internet gateway (UPnP Device Architecture 2.0, section 1.3). A search goes out at once and again after
 * 250 ms, 500 ms, 1 s and so on; the first reply that may be believed ends it.
 */
final class SsdpSearch {

    private static final InetSocketAddress GROUP = new InetSocketAddress("239.255.255.250", 1900);
    private static final Duration FIRST_INTERVAL = Duration.ofMillis(250);

    private final UpnpGateway gateway;
    private final Optional<InetAddress> only;

    SsdpSearch(UpnpGateway gateway) {
        this.gateway = gateway;
        only = gateway.address().or(() -> defaultGateway(gateway));
    }

    private static Optional<InetAddress> defaultGateway(UpnpGateway gateway) {
        Optional<String> by = gateway.networkInterface();
        try {
            return by.isPresent()
                    ? DefaultGateway.find(AddressFamily.IPV4, by.get())
                    : DefaultGateway.find(AddressFamily.IPV4);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Finds where the description is: at the address of who answered, which is the gateway's if that is known. */
    Located search(@Nullable InetAddress from, Deadline deadline) throws IOException, InterruptedException {
        if (only.isEmpty() && DefaultGateway.canBeFound()) {
            throw new UpnpException("this machine has no default gateway there: say which address the router has");
        }
        try (Selector selector = Selector.open();
                DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(from instanceof Inet4Address ? from : null, 0));
            channel.register(selector, SelectionKey.OP_READ);
            Duration interval = FIRST_INTERVAL;
            Deadline next = Deadline.after(Duration.ZERO);
            while (!deadline.isOver()) {
                if (next.isOver()) {
                    send(channel);
                    next = Deadline.after(interval);
                    interval = interval.multipliedBy(2);
                }
                selector.select(next.orEarlier(deadline).socketMillis());
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while searching the router");
                }
                selector.selectedKeys().clear();
                Optional<Located> found = receive(channel);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } catch (ClosedByInterruptException e) {
            Thread.interrupted(); // the exception says it from here on
            throw new InterruptedException("interrupted while searching the router");
        }
        throw new UpnpException(
                only.map(address -> "the router " + address.getHostAddress()).orElse("no router")
                        + " answered the search of UPnP: check that UPnP is on in the router, and firewalls");
    }

    private void send(DatagramChannel channel) throws IOException {
        // A device of version 2 answers for version 1 too, but some do not.
        for (int version = 1; version <= 2; version++) {
            byte[] search =
                    ("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: "
                                    + SsdpReply.INTERNET_GATEWAY + version + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            if (only.isPresent()) {
                channel.send(ByteBuffer.wrap(search), new InetSocketAddress(only.get(), gateway.ssdpPort()));
            }
            if (gateway.address().isEmpty()) {
                multicast(channel, search);
            }
        }
    }

    private void multicast(DatagramChannel channel, byte[] search) throws IOException {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 2);
        for (NetworkInterface one :
                LocalNetwork.forMulticast(gateway.networkInterface().orElse(null))) {
            if (only.isPresent() && !LocalNetwork.isOnLink(one, only.get())) {
                continue;
            }
            try {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, one);
                channel.send(ByteBuffer.wrap(search), GROUP);
            } catch (IOException e) {
                // This interface cannot; another may.
            }
        }
    }

    private Optional<Located> receive(DatagramChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(SsdpReply.LONGEST);
        InetSocketAddress sender;
        while ((sender = (InetSocketAddress) channel.receive(buffer.clear())) != null) {
            InetAddress from = sender.getAddress();
            if (only.isPresent() ? from.equals(only.get()) : LocalNetwork.isOnLink(from)) {
                Optional<Located> found = SsdpReply.location(buffer.array(), buffer.position(), from)
                        .map(url -> new Located(from, url));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
