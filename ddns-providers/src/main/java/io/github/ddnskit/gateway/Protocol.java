package io.github.ddnskit.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way to ask for an update by URL.
 *
 * @param paths where it lives
 * @param host the parameters that name hosts, with commas between them
 * @param address those that hold addresses of any family, with commas between them
 * @param token those that hold a token
 * @param removal what asks for a removal, by parameter
 * @param isKeyOnly whether the query is a token alone, or a token and an address
 */
record Protocol(
        Set<String> paths,
        List<String> host,
        List<List<String>> address,
        List<String> token,
        Map<String, String> removal,
        boolean isKeyOnly) {

    private static final List<String> IPV6 = List.of("myipv6", "ipv6", "ip6", "ip6addr");

    /** All there are. */
    static final List<Protocol> ALL = List.of(
            new Protocol(
                    Set.of("/nic/update", "/v3/update"),
                    List.of("hostname"),
                    List.of(List.of("myip"), IPV6),
                    List.of(),
                    Map.of("offline", "yes"),
                    false),
            new Protocol(
                    Set.of("/update", "/api/update"),
                    List.of("domain", "domains", "hostname", "host"),
                    List.of(List.of("ip", "ipv4", "myip"), IPV6),
                    List.of("token"),
                    Map.of("clear", "true", "offline", "yes"),
                    false),
            new Protocol(Set.of("/api/renew/", "/api/renew"), List.of(), List.of(), List.of(), Map.of(), true));

    static Optional<Protocol> at(String path) {
        return ALL.stream().filter(one -> one.paths.contains(path)).findFirst();
    }

    /** Reads what is asked for. */
    Ask read(Target target, Optional<Presented> basic) throws MalformedRequestException {
        if (isKeyOnly) {
            return keyOnly(target);
        }
        String tokenSent = target.value(token);
        Optional<Presented> credentials = tokenSent.isEmpty() ? basic : Optional.of(new Presented("", tokenSent));
        if (credentials.isEmpty() && !target.value(List.of("password")).isEmpty()) {
            // the only place for them that some devices have
            credentials =
                    Optional.of(new Presented(target.value(List.of("username")), target.value(List.of("password"))));
        }
        List<String> addresses = new ArrayList<>();
        for (List<String> names : address) {
            addresses.addAll(items(target.value(names)));
        }
        boolean removal = this.removal.entrySet().stream()
                .anyMatch(entry ->
                        target.parameters().getOrDefault(entry.getKey(), "").equalsIgnoreCase(entry.getValue()));
        return new Ask(credentials, items(target.value(host)), addresses, removal, Ask.Style.DYNDNS2);
    }

    private static Ask keyOnly(Target target) throws MalformedRequestException {
        if (target.parameters().size() > 1) {
            throw new MalformedRequestException("the query is a key, and an address behind an equals sign if wanted");
        }
        Optional<Map.Entry<String, String>> pair =
                target.parameters().entrySet().stream().findFirst();
        return new Ask(
                pair.map(entry -> new Presented("", entry.getKey())),
                List.of(),
                pair.map(entry -> items(entry.getValue())).orElse(List.of()),
                false,
                Ask.Style.RESULT);
    }

    /** What stands between commas; routers leave a place empty if they have no address for it. */
    private static List<String> items(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
