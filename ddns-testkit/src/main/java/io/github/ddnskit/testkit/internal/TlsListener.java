package io.github.ddnskit.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;

/** A port for DNS over TLS (RFC 7858), with a certificate of its own. */
public final class TlsListener implements AutoCloseable {

    private final ServerSocketChannel channel;
    private final TlsIdentity identity;

    private TlsListener(ServerSocketChannel channel, TlsIdentity identity) {
        this.channel = channel;
        this.identity = identity;
    }

    /** Takes a port, or any that is free if it is 0. */
    public static TlsListener open(InetAddress address, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(address, port));
            return new TlsListener(channel, TlsIdentity.of(address));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    public int port() {
        return channel.socket().getLocalPort();
    }

    public X509Certificate certificate() {
        return identity.certificate();
    }

    public String pem() {
        return identity.pem();
    }

    ServerSocketChannel channel() {
        return channel;
    }

    Octets octets(SocketChannel connection) {
        return new TlsOctets(connection, identity.engine());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
