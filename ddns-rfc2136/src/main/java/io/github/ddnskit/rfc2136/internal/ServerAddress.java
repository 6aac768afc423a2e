package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.transport.Deadline;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where a name server is. Immutable and thread-safe.
 *
 * @param host a host name or the literal of an address, in its canonical form
 * @param port its port, 1 to 65535
 */
public record ServerAddress(String host, int port) {

    private static final int DNS_PORT = 53;
    private static final int MAX_PORT = 65_535;
    private static final String EXAMPLES = "write ns1.example.org, 192.0.2.1:5353 or [2001:db8::1]:53";

    /**
     * Reads an address with or without a port.
     *
     * @param text {@code name}, {@code name:port}, an IPv4 literal likewise, an IPv6 literal alone or in brackets
     * @return the address, with port 53 if there is none
     * @throws IllegalArgumentException if it is none of them; the message says what would be right
     */
    public static ServerAddress parse(String text) {
        return parse(text, DNS_PORT);
    }

    /**
     * Reads an address with or without a port.
     *
     * @param text as {@link #parse(String)} takes it
     * @param defaultPort the port if there is none
     * @return the address
     * @throws IllegalArgumentException if it is none of them; the message says what would be right
     */
    public static ServerAddress parse(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            if (bracket < 0 || (bracket != text.length() - 1 && colon != bracket + 1)) {
                throw bad(text, "the brackets do not match", null);
            }
            return of(
                    text.substring(1, bracket), colon > bracket ? port(text, text.substring(colon + 1)) : defaultPort);
        }
        return colon < 0 || text.indexOf(':') != colon
                ? of(text, defaultPort)
                : of(text.substring(0, colon), port(text, text.substring(colon + 1)));
    }

    /**
     * An address from its parts.
     *
     * @param host a host name or the literal of an address
     * @param port its port
     * @return the address
     * @throws IllegalArgumentException if one of them is not; the message says what would be right
     */
    public static ServerAddress of(String host, int port) {
        if (port < 1 || port > MAX_PORT) {
            throw bad(host, "a port is 1 to " + MAX_PORT + ", not " + port, null);
        }
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            return new ServerAddress(IpLiteral.format(literal.get()), port);
        }
        try {
            return new ServerAddress(Hostname.of(host).ascii(), port);
        } catch (IllegalArgumentException e) {
            throw bad(host, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Finds the addresses behind the host, anew each time, so that a server may move.
     *
     * @param deadline how long the resolver may take
     * @return one or more, in the order in which the resolver gives them
     * @throws UnknownHostException if it has none, or the resolver does not say in time
     * @throws InterruptedException if the thread was interrupted
     */
    public List<InetSocketAddress> resolve(Deadline deadline) throws UnknownHostException, InterruptedException {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            return List.of(new InetSocketAddress(literal.get(), port));
        }
        // The resolver of the JDK knows neither deadlines nor interrupts: it gets a thread that nobody has to wait for.
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread thread = new Thread(lookup, "ddnskit resolves " + host);
        thread.setDaemon(true);
        thread.start();
        try {
            return Arrays.stream(lookup.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

    /** {@return {@code host:port}, with an IPv6 address in brackets} */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(IpLiteral.parse(host));
        } catch (IllegalArgumentException notOne) {
            // A name of digits and dots only is a literal gone wrong: no resolver shall guess what it means.
            if (host.matches("[0-9.]+") || host.indexOf(':') >= 0) {
                throw bad(host, String.valueOf(notOne.getMessage()), notOne);
            }
            return Optional.empty();
        }
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[0-9]{1,5}")) {
            throw bad(text, "\"" + digits + "\" is not a port", null);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException bad(String text, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not the address of a name server: " + why + "; " + EXAMPLES, cause);
    }
}
