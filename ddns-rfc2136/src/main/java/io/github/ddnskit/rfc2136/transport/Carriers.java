package io.github.ddnskit.rfc2136.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The ways by which somebody talks to servers: one protocol, and a connection to each server that stays open while it is
 * used. Thread-safe.
 */
public final class Carriers implements AutoCloseable {

    private final boolean datagrams;
    private final LocalEnd from;
    private final @Nullable Function<InetSocketAddress, SSLEngine> tls;
    private final @Nullable Function<InetSocketAddress, PipelinedTransport> others;
    private final Map<Target, StreamTransport> streams = new HashMap<>(); // this and the next guarded by this
    private boolean closed;

    /** To whom and from where. */
    private record Target(InetSocketAddress server, String name, LocalEnd from) {}

    private Carriers(
            boolean datagrams,
            LocalEnd from,
            @Nullable Function<InetSocketAddress, SSLEngine> tls,
            @Nullable Function<InetSocketAddress, PipelinedTransport> others) {
        this.datagrams = datagrams;
        this.from = from;
        this.tls = tls;
        this.others = others;
    }

    /**
     * UDP for what fits into a datagram and TCP for the rest.
     *
     * @param from from where
     * @return the ways
     */
    public static Carriers datagramsFirst(LocalEnd from) {
        return new Carriers(true, from, null, null);
    }

    /**
     * TCP for everything.
     *
     * @param from from where
     * @return the ways
     */
    public static Carriers streams(LocalEnd from) {
        return new Carriers(false, from, null, null);
    }

    /**
     * TLS for everything.
     *
     * @param from from where
     * @param tls makes what protects a connection to a server; the host of its address is the name that it was found by,
     *     or its literal
     * @return the ways
     */
    public static Carriers tls(LocalEnd from, Function<InetSocketAddress, SSLEngine> tls) {
        return new Carriers(false, from, tls, null);
    }

    /**
     * Ways of another kind, such as one without a network. They are not closed.
     *
     * @param others the way to each server
     * @return the ways
     */
    public static Carriers of(Function<InetSocketAddress, PipelinedTransport> others) {
        return new Carriers(false, LocalEnd.ANY, null, others);
    }

    /**
     * The way to a server.
     *
     * @param server where it is
     * @return the transport
     */
    public Transport to(InetSocketAddress server) {
        return to(server, from);
    }

    /**
     * The way to a server from somewhere else.
     *
     * @param server where it is
     * @param from from where
     * @return the transport
     */
    public Transport to(InetSocketAddress server, LocalEnd from) {
        PipelinedTransport stream = stream(server, from);
        return datagrams ? new DatagramOrStreamTransport(server, from, stream) : stream;
    }

    /**
     * The connection to a server, even if datagrams are preferred.
     *
     * @param server where it is
     * @return the transport
     */
    public PipelinedTransport stream(InetSocketAddress server) {
        return stream(server, from);
    }

    private PipelinedTransport stream(InetSocketAddress server, LocalEnd local) {
        return others == null ? connection(server, local) : others.apply(server);
    }

    private synchronized StreamTransport connection(InetSocketAddress server, LocalEnd local) {
        Target to = new Target(server, server.getHostString(), local); // addresses are equal whatever their names
        StreamTransport stream = streams.computeIfAbsent(to, target -> {
            Function<InetSocketAddress, SSLEngine> engines = tls;
            return new StreamTransport(new Route(server, local, engines == null ? null : () -> engines.apply(server)));
        });
        if (closed) {
            stream.close(); // what is sent over it fails
        }
        return stream;
    }

    /** {@return whether a server has proved who it is before it says anything} */
    public boolean areAuthenticated() {
        return tls != null;
    }

    /** Closes all connections within a second, and opens no more. */
    @Override
    public void close() {
        List<StreamTransport> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(streams.values());
        }
        all.forEach(StreamTransport::close);
    }
}
