package io.github.ddnskit.testkit.provider;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.dyndns2.Authentication;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.dyndns2.Role;
import io.github.ddnskit.dyndns2.Value;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request as a service reads it.
 *
 * @param values what stood where the dialect has a role
 * @param publish the addresses to publish
 * @param keep the families that it was told to keep
 * @param remove the families that it was told to delete
 * @param trouble what the dialect does not allow, or empty
 */
record FakeDyndns2Request(
        Map<Role, String> values,
        Map<AddressFamily, InetAddress> publish,
        Set<AddressFamily> keep,
        Set<AddressFamily> remove,
        String trouble) {

    static Set<String> endpoints(Dialect dialect) {
        return urls(dialect).map(FakeDyndns2Request::hostOf).collect(Collectors.toSet());
    }

    private static Stream<String> urls(Dialect dialect) {
        return Stream.of(
                        dialect.request().url(),
                        dialect.request().ipv6Url(),
                        dialect.families().removeUrl(),
                        dialect.families().removeIpv6Url())
                .filter(Objects::nonNull);
    }

    private static String hostOf(String url) {
        URI origin = URI.create(origin(url));
        return origin.getHost();
    }

    private static String origin(String url) {
        return url.substring(0, url.indexOf('/', url.indexOf("://") + 3));
    }

    /** Reads a request; nothing if it goes to none of the dialect's URLs. */
    static Optional<FakeDyndns2Request> read(Dialect dialect, HttpExchange exchange) {
        if (!exchange.method().equals(dialect.request().method())) {
            return Optional.empty();
        }
        return urls(dialect)
                .flatMap(url -> path(url, exchange).stream().map(values -> read(dialect, exchange, url, values)))
                .findFirst();
    }

    /** What stands in the path where the URL has roles, or nothing if it is another path. */
    private static Optional<Map<Role, String>> path(String url, HttpExchange exchange) {
        String origin = origin(url);
        String host = URI.create(origin).getAuthority();
        List<String> wanted = List.of(url.substring(origin.length()).split("/", -1));
        List<String> sent = List.of(exchange.path().split("/", -1));
        if (!exchange.host().equals(host) || wanted.size() != sent.size()) {
            return Optional.empty();
        }
        Map<Role, String> values = new EnumMap<>(Role.class);
        for (int i = 0; i < wanted.size(); i++) {
            Value value = Value.of(wanted.get(i));
            String segment = URLDecoder.decode(sent.get(i), StandardCharsets.UTF_8);
            if (value.role() != null) {
                values.put(value.role(), segment);
            } else if (!value.text().equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static FakeDyndns2Request read(
            Dialect dialect, HttpExchange exchange, String url, Map<Role, String> values) {
        Map<String, String> sent = new HashMap<>(dialect.request().isForm() ? exchange.form() : exchange.query());
        String trouble = authenticate(dialect.request().authentication(), exchange, values);
        for (Map.Entry<String, Value> one : dialect.request().parameters().entrySet()) {
            Role role = one.getValue().role();
            String text = sent.get(one.getKey());
            boolean isAddress = role == Role.IPV4 || role == Role.IPV6 || role == Role.IP;
            if (role == null) {
                trouble += Objects.equals(text, one.getValue().text()) ? "" : one.getKey() + "=" + text + " ";
                sent.remove(one.getKey());
            } else if (text != null && !(isAddress && isSaid(dialect, one.getKey(), text))) {
                values.put(role, text);
                sent.remove(one.getKey());
            }
        }
        Set<AddressFamily> keep = said(dialect.families().keep(), sent);
        Set<AddressFamily> remove = said(dialect.families().remove(), sent);
        if (isRemoval(dialect, url)) {
            remove.add(url.equals(dialect.families().removeIpv6Url()) ? AddressFamily.IPV6 : AddressFamily.IPV4);
        }
        if (contains(sent, dialect.families().removeBoth())) {
            remove = EnumSet.allOf(AddressFamily.class);
            sent.keySet().removeAll(dialect.families().removeBoth().keySet());
        }
        dialect.families().keep().forEach((family, fixed) -> {
            if (keep.contains(family)) {
                sent.keySet().removeAll(fixed.keySet());
            }
        });
        dialect.families().remove().values().forEach(fixed -> sent.keySet().removeAll(fixed.keySet()));
        trouble += sent.isEmpty() ? "" : "unknown " + sent.keySet();
        Map<AddressFamily, InetAddress> publish = new EnumMap<>(AddressFamily.class);
        for (Role role : List.of(Role.IP, Role.IPV4, Role.IPV6)) {
            for (String literal : values.getOrDefault(role, "").split(",", -1)) {
                if (!literal.isEmpty()) {
                    publish.put(AddressFamily.of(IpLiteral.parse(literal)), IpLiteral.parse(literal));
                }
            }
        }
        return new FakeDyndns2Request(values, publish, keep, remove, trouble);
    }

    private static boolean isRemoval(Dialect dialect, String url) {
        return url.equals(dialect.families().removeUrl())
                || url.equals(dialect.families().removeIpv6Url());
    }

    /** Whether a text in the place of an address says to keep or delete it. */
    private static boolean isSaid(Dialect dialect, String name, String text) {
        return Stream.concat(dialect.families().keep().values().stream(), dialect.families().remove().values().stream())
                .anyMatch(fixed -> text.equals(fixed.get(name)));
    }

    private static Set<AddressFamily> said(Map<AddressFamily, Map<String, String>> fixed, Map<String, String> sent) {
        EnumSet<AddressFamily> said = EnumSet.noneOf(AddressFamily.class);
        fixed.forEach((family, parameters) -> {
            if (contains(sent, parameters)) {
                said.add(family);
            }
        });
        return said;
    }

    private static boolean contains(Map<String, String> sent, Map<String, String> fixed) {
        return !fixed.isEmpty() && sent.entrySet().containsAll(fixed.entrySet());
    }

    private static String authenticate(Authentication authentication, HttpExchange exchange, Map<Role, String> values) {
        if (authentication instanceof Authentication.Basic basic) {
            String both = exchange.basic().orElse(":");
            int colon = both.indexOf(':');
            return put(basic.username(), both.substring(0, colon), values)
                    + put(basic.password(), both.substring(colon + 1), values);
        }
        if (authentication instanceof Authentication.Header header) {
            String scheme = header.scheme().isEmpty() ? "" : header.scheme() + " ";
            String sent = exchange.header(header.name()).orElse("");
            return sent.startsWith(scheme)
                    ? put(header.value(), sent.substring(scheme.length()), values)
                    : "no " + scheme + "in " + header.name() + " ";
        }
        return "";
    }

    private static String put(Value value, String sent, Map<Role, String> values) {
        @Nullable Role role = value.role();
        if (role == null) {
            return value.text().equals(sent) ? "" : "not " + value.text() + " ";
        }
        values.put(role, sent);
        return "";
    }
}
