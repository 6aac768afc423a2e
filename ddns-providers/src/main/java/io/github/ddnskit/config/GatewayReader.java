package io.github.ddnskit.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.gateway.GatewayBuilder;
import io.github.ddnskit.gateway.GatewayLimits;
import io.github.ddnskit.gateway.GatewayZone;
import io.github.ddnskit.gateway.UpdateGateway;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Prefix;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of a gateway. */
final class GatewayReader {

    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int HIGHEST_PORT = 65_535;
    private static final int STANDARD_MOST = 500;

    static final List<Field> GENERAL = List.of(
            Field.required("listen", Field.Kind.TEXT, "Listen", "where to listen, such as \"0.0.0.0:443\""),
            Field.optional("status", Field.Kind.TEXT, "Status", "where to say how it is"),
            Field.group(
                    "tls",
                    "TLS",
                    "keys and certificates",
                    List.of(
                            Field.required("keystore", Field.Kind.PATH, "Key store", "a file in PKCS #12"),
                            Field.required("password", Field.Kind.SECRET, "Password", "what opens it"))),
            Field.optional("plainHttp", Field.Kind.FLAG, "Plain HTTP", "whether passwords may come without TLS"),
            Field.required("accounts", Field.Kind.PATH, "Accounts", "the file of accounts"),
            Field.optional("state", Field.Kind.PATH, "State file", "where to remember"),
            Field.optional("audit", Field.Kind.PATH, "Audit log", "where to write down who set what"),
            Field.optional("proxies", Field.Kind.TEXTS, "Proxies", "networks whose proxies are believed"),
            Field.optional("requireUserAgent", Field.Kind.FLAG, "User-Agent", "whether it must be there"),
            Field.group(
                    "lapse",
                    "Lapse",
                    "when names are removed that nobody refreshes",
                    List.of(
                            Field.required("after", Field.Kind.DURATION, "After", "after what time"),
                            Field.optional("warning", Field.Kind.DURATION, "Warning", "how long before"))),
            Field.group(
                    "limits",
                    "Limits",
                    "how much is taken in five minutes",
                    List.of(
                            Field.optional("perHost", Field.Kind.NUMBER, "Per host", "updates of a host"),
                            Field.optional("perAccount", Field.Kind.NUMBER, "Per account", "updates of an account"),
                            Field.optional("perNetwork", Field.Kind.NUMBER, "Per network", "requests of a network"),
                            Field.optional(
                                    "wrongPasswords", Field.Kind.NUMBER, "Wrong passwords", "before a lockout"))));

    static final List<Field> ZONE = List.of(
            Field.required("name", Field.Kind.TEXT, "Name", "the zone, such as \"dyn.example.org\""),
            Field.required("updater", Field.Kind.TEXT, "Updater", "the name of one of the updaters"),
            Field.optional("ttl", Field.Kind.NUMBER, "TTL", "time to live in seconds"),
            Field.choices("families", "Families", "ipv4, ipv6 or both", List.of("ipv4", "ipv6")),
            Field.choices("allow", "Allow", "classes of addresses beyond global ones", ConfigReader.CLASSES),
            Field.optional("removal", Field.Kind.FLAG, "Removal", "whether devices may remove their addresses"),
            Field.optional("reserved", Field.Kind.TEXTS, "Reserved", "names that no device may write"),
            Field.optional("window", Field.Kind.DURATION, "Window", "how long updates wait for each other"),
            Field.optional("most", Field.Kind.NUMBER, "Most", "how many are committed together"));

    private final ConfigReader common;
    private final Problems problems;
    private final Set<DnsUpdater> used = new HashSet<>();

    GatewayReader(Path folder, Catalog catalog) {
        common = new ConfigReader(folder, catalog);
        problems = common.problems;
    }

    GatewayConfig read(String text, String origin) throws ConfigException {
        GatewayBuilder builder = UpdateGateway.builder();
        Settings general = Settings.of(Map.of());
        JsonNode tree = JsonText.read(text, problems);
        if (tree instanceof ObjectNode root) {
            root.remove("$schema"); // for editors
            general = common.settings.read(root, "$", GENERAL, "updaters", "zones");
            common.readUpdaters(root);
            common.array(root, "zones", this::zone).ifPresent(zones -> zones.forEach(zone -> add(builder, zone)));
        } else if (tree != null) {
            problems.add("$", "must be an object, not " + SettingsReader.kind(tree));
        }
        InetSocketAddress listen =
                general.text("listen").map(one -> address(one, "$.listen")).orElse(null);
        InetSocketAddress status =
                general.text("status").map(one -> address(one, "$.status")).orElse(null);
        apply(general, builder);
        List<DnsUpdater> made =
                common.updaters.values().stream().flatMap(Optional::stream).toList();
        Path accounts = general.path("accounts").orElse(null);
        if (!problems.isEmpty() || listen == null || accounts == null) {
            DdnsConfig.closeAll(List.of(), made);
            throw problems.toException(origin);
        }
        Settings tls = general.group("tls").orElse(Settings.of(Map.of()));
        List<DnsUpdater> unused =
                made.stream().filter(updater -> !used.contains(updater)).toList();
        DdnsConfig.closeAll(List.of(), unused);
        return new GatewayConfig(new GatewayConfig.Parts(
                listen,
                status,
                tls.path("keystore").map(Path::toAbsolutePath).orElse(null),
                tls.secret("password").orElse(null),
                accounts.toAbsolutePath(),
                general.path("state").map(Path::toAbsolutePath).orElse(null),
                general.path("audit").map(Path::toAbsolutePath).orElse(null),
                builder,
                List.copyOf(used)));
    }

    private void apply(Settings general, GatewayBuilder builder) {
        if (general.flag("plainHttp").orElse(false)) {
            builder.allowPlainHttp();
        }
        if (general.flag("requireUserAgent").orElse(false)) {
            builder.agents(agent -> !agent.isBlank());
        }
        List<String> proxies = general.texts("proxies");
        for (int i = 0; i < proxies.size(); i++) {
            try {
                builder.trustProxy(Prefix.parse(proxies.get(i)));
            } catch (IllegalArgumentException e) {
                problems.addQuoting(Problems.element("$.proxies", i), String.valueOf(e.getMessage()));
            }
        }
        general.group("lapse")
                .ifPresent(lapse -> lapse.duration("after").ifPresent(after -> {
                    try {
                        builder.lapse(after, lapse.duration("warning").orElse(after.dividedBy(4)));
                    } catch (IllegalArgumentException e) {
                        problems.add("$.lapse", String.valueOf(e.getMessage()));
                    }
                }));
        general.group("limits").ifPresent(limits -> builder.limits(limits(limits)));
    }

    private GatewayLimits limits(Settings settings) {
        GatewayLimits limits = GatewayLimits.standard();
        limits = limits.withPerHost(rate(settings, "perHost", limits.perHost()));
        limits = limits.withPerAccount(rate(settings, "perAccount", limits.perAccount()));
        limits = limits.withPerNetwork(rate(settings, "perNetwork", limits.perNetwork()));
        int wrong = count(settings, "wrongPasswords").orElse(limits.wrongPasswords());
        return limits.withLockout(wrong, limits.firstLockout(), limits.longestLockout());
    }

    private GatewayLimits.Rate rate(Settings settings, String key, GatewayLimits.Rate usual) {
        return count(settings, key)
                .map(count -> new GatewayLimits.Rate(count, PERIOD))
                .orElse(usual);
    }

    private Optional<Integer> count(Settings settings, String key) {
        Optional<Long> number = settings.number(key);
        if (number.isPresent() && (number.get() < 1 || number.get() > Integer.MAX_VALUE)) {
            problems.add("$.limits." + key, "must be at least 1");
            return Optional.empty();
        }
        return number.map(Long::intValue);
    }

    private void add(GatewayBuilder builder, GatewayZone zone) {
        try {
            builder.zone(zone);
        } catch (IllegalArgumentException e) {
            problems.addQuoting("$.zones", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable GatewayZone zone(ObjectNode object, String path) {
        Settings settings = common.settings.read(object, path, ZONE);
        Optional<Hostname> name = settings.text("name").flatMap(text -> hostname(text, path + ".name"));
        Optional<DnsUpdater> updater = settings.text("updater").flatMap(text -> updater(text, path + ".updater"));
        if (name.isEmpty() || updater.isEmpty()) {
            return null;
        }
        used.add(updater.get());
        try {
            GatewayZone.Builder zone = GatewayZone.builder(name.get(), updater.get());
            settings.number("ttl").ifPresent(seconds -> zone.ttl(Duration.ofSeconds(seconds)));
            List<String> families = settings.texts("families");
            if (!families.isEmpty()) {
                Set<AddressFamily> chosen = EnumSet.noneOf(AddressFamily.class);
                families.forEach(family -> chosen.add(AddressFamily.parse(family)));
                zone.families(chosen);
            }
            settings.texts("allow").forEach(one -> zone.allow(AddressClass.parse(one)));
            List<String> reserved = settings.texts("reserved");
            for (int i = 0; i < reserved.size(); i++) {
                hostname(reserved.get(i), Problems.element(path + ".reserved", i))
                        .ifPresent(zone::reserve);
            }
            if (settings.flag("removal").orElse(false)) {
                zone.allowRemoval();
            }
            zone.together(
                    settings.duration("window").orElse(Duration.ofMillis(2)),
                    Math.toIntExact(settings.number("most").orElse((long) STANDARD_MOST)));
            return zone.build();
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.addQuoting(path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Optional<DnsUpdater> updater(String name, String path) {
        Optional<DnsUpdater> updater = common.updaters.get(name);
        if (updater == null) {
            problems.add(path, "must be the name of an updater: " + String.join(", ", common.updaters.keySet()));
            return Optional.empty();
        }
        return updater;
    }

    private Optional<Hostname> hostname(String text, String path) {
        try {
            return Optional.of(Hostname.of(text));
        } catch (IllegalArgumentException e) {
            problems.addQuoting(path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private @Nullable InetSocketAddress address(String text, String path) {
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(0, colon));
            String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= HIGHEST_PORT) {
                return new InetSocketAddress(IpLiteral.parse(bare), port);
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.add(path, "must be an address and a port, such as \"0.0.0.0:443\" or \"[::]:443\"");
        return null;
    }
}
