package io.github.ddnskit.echo;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.ip.StunIpSource;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A list of public services that tell an address, with who runs each. Immutable and thread-safe.
 *
 * <p>It is data: none is asked unless the user chose it by name, or chose all with {@link HttpIpSource#wellKnown()}. A
 * user's own list can take its place.
 */
public final class WellKnown {

    /** How an endpoint is asked. */
    public enum Kind {
        /** HTTP over TLS: {@link HttpIpSource}. */
        HTTP,
        /** STUN (RFC 8489). */
        STUN,
        /** A question to a name server, which the module {@code ddns-rfc2136} asks. */
        DNS
    }

    /**
     * A public service.
     *
     * @param id its name in the list
     * @param operator who runs it; answers of one operator do not count as independent
     * @param kind how it is asked
     * @param addresses where it is asked for each family that it tells: a URL, or a server with its port
     * @param format what else is needed to ask and to read the answer: {@code pointer} or {@code key} (HTTP), {@code name}
     *     and {@code record} (DNS)
     * @param checked when somebody last made sure of all this
     * @param notes what to know about it, in English
     */
    public record Endpoint(
            String id,
            String operator,
            Kind kind,
            Map<AddressFamily, String> addresses,
            Map<String, String> format,
            LocalDate checked,
            String notes) {
        /**
         * Copies the maps.
         *
         * @param id its name in the list
         * @param operator who runs it
         * @param kind how it is asked
         * @param addresses where it is asked for each family that it tells
         * @param format what else is needed
         * @param checked when somebody last made sure of all this
         * @param notes what to know about it
         */
        public Endpoint {
            addresses = Map.copyOf(addresses);
            format = Map.copyOf(format);
        }

        /** {@return the families that it tells} */
        public Set<AddressFamily> families() {
            return addresses.keySet();
        }
    }

    private final List<Endpoint> endpoints;

    private WellKnown(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /** {@return the list that comes with ddnskit} */
    public static WellKnown bundled() {
        return Bundled.LIST;
    }

    /** Read once, and only by those who want it. */
    private static final class Bundled {

        static final WellKnown LIST = load();

        private static WellKnown load() {
            try (InputStream in = WellKnown.class.getResourceAsStream("well-known.json")) {
                if (in == null) {
                    throw new IllegalStateException("well-known.json is missing from ddns-providers");
                }
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A user's own list.
     *
     * @param json in the form of the list that comes with ddnskit
     * @return the list
     * @throws IllegalArgumentException if it is not of that form; the message says where
     */
    public static WellKnown parse(String json) {
        return new WellKnown(WellKnownReader.read(json));
    }

    /**
     * A user's own list from a file.
     *
     * @param file its path
     * @return the list
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is not of the form of the list that comes with ddnskit
     */
    public static WellKnown from(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** {@return all of them, in the order of the list} */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * Finds an endpoint.
     *
     * @param id its name in the list
     * @return the endpoint
     * @throws IllegalArgumentException if there is none of that name; the message lists those there are
     */
    public Endpoint endpoint(String id) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + id + "\" is not in the list of well-known services: use one of "
                                + endpoints.stream().map(Endpoint::id).collect(Collectors.joining(", "))));
    }

    /**
     * Makes a source of each, so that each has a vote of its own.
     *
     * @param ids names in the list
     * @return the sources in that order, which the caller closes
     * @throws IllegalArgumentException if there is none of a name, or no module on the path asks that kind
     */
    public List<IpSource> sources(String... ids) {
        return Arrays.stream(ids).map(id -> source(endpoint(id), null)).toList();
    }

    /**
     * Makes one source that asks some of them, one after the other until one answers.
     *
     * @param ids names in the list
     * @return the source, which the caller closes
     * @throws IllegalArgumentException if there is no name, none of a name, or no module on the path asks that kind
     */
    public IpSource failover(String... ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("name one or more of the well-known services");
        }
        return FailoverIpSource.of(Arrays.stream(ids).map(this::endpoint).toList(), this);
    }

    /** One source that asks all that speak HTTP. */
    IpSource failover() {
        return failover(endpoints.stream()
                .filter(endpoint -> endpoint.kind() == Kind.HTTP)
                .map(Endpoint::id)
                .toArray(String[]::new));
    }

    IpSource source(Endpoint endpoint, @Nullable HttpEngine http) {
        return switch (endpoint.kind()) {
            case HTTP -> http(endpoint, http);
            case STUN -> stun(endpoint);
            case DNS -> dns(endpoint);
        };
    }

    private static HttpIpSource http(Endpoint endpoint, @Nullable HttpEngine http) {
        HttpIpSource.Builder builder =
                HttpIpSource.builder().name(endpoint.id()).operator(endpoint.operator());
        endpoint.addresses().forEach(builder::url);
        if (endpoint.format().containsKey("pointer")) {
            builder.jsonPointer(String.valueOf(endpoint.format().get("pointer")));
        }
        if (endpoint.format().containsKey("key")) {
            builder.key(String.valueOf(endpoint.format().get("key")));
        }
        if (http != null) {
            builder.http(http);
        }
        return builder.build();
    }

    private static IpSource stun(Endpoint endpoint) {
        Set<String> servers = Set.copyOf(endpoint.addresses().values());
        if (servers.size() != 1) {
            throw new IllegalArgumentException(
                    "\"" + endpoint.id() + "\" has two servers, and STUN asks one for both families: make two of it");
        }
        return StunIpSource.builder()
                .server(servers.iterator().next())
                .operator(endpoint.operator())
                .build();
    }

    /** This module does not speak DNS; another may. */
    private static IpSource dns(Endpoint endpoint) {
        IpSourceFactory factory = Catalog.load()
                .source("dns-whoami")
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + endpoint.id() + "\" is asked by DNS, for which ddns-rfc2136 must be on the path"));
        Map<String, Object> settings = new HashMap<>(endpoint.format());
        settings.put("operator", endpoint.operator());
        endpoint.addresses()
                .forEach((family, address) -> settings.put(family.name().toLowerCase(Locale.ROOT) + "Server", address));
        return factory.create(Settings.of(settings));
    }
}
