package io.github.ddnskit.ip;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as users write it: a name or an address, and a port.
 *
 * @param host a host name in lower case, or an address literal without brackets
 * @param port 1 to 65535
 */
record HostAndPort(String host, int port) {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\\.?");
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^\\]]*)\\]|([^:\\[\\]]*))(?::([0-9]{1,5}))?");

    /**
     * Reads {@code host}, {@code host:port}, an address, or {@code [address]:port}.
     *
     * @throws IllegalArgumentException if it is none of these; the message says what would be right
     */
    static HostAndPort parse(String text, int defaultPort) {
        if (text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[")) {
            return new HostAndPort(IpLiteral.format(IpLiteral.parse(text)), defaultPort);
        }
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            throw bad(text);
        }
        int port = parts.group(3) == null ? defaultPort : Integer.parseInt(parts.group(3));
        if (port < 1 || port > 65_535) {
            throw bad(text);
        }
        if (parts.group(1) != null) {
            return new HostAndPort(IpLiteral.format(IpLiteral.parse(parts.group(1))), port);
        }
        String host = parts.group(2).toLowerCase(Locale.ROOT);
        if (host.matches("[0-9.]+")) {
            return new HostAndPort(IpLiteral.format(IpLiteral.parse(host)), port);
        }
        if (host.length() > 253 || !NAME.matcher(host).matches()) {
            throw bad(text);
        }
        return new HostAndPort(host, port);
    }

    /**
     * Who runs it, as far as its name tells: the last two labels. Of two operators below one such name only one counts,
     * which errs on the safe side.
     */
    String operator() {
        if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
            return host;
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        int last = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', last - 1) + 1);
    }

    /** {@return such as {@code stun.example.org}, with the port if it is another than this} */
    String text(int defaultPort) {
        String name = host.indexOf(':') >= 0 && port != defaultPort ? "[" + host + "]" : host;
        return port == defaultPort ? name : name + ":" + port;
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("\"" + text.replaceAll("\\p{Cntrl}", "?")
                + "\" is not a server: write a name or an address, and a port behind a colon if it has another one,"
                + " such as stun.example.org:3478 or [2001:db8::1]:3478");
    }
}
