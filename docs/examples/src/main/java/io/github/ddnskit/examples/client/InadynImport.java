package io.github.ddnskit.examples.client;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Carries the configuration of inadyn over. */
final class InadynImport {

    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> TAKEN = Set.of(
            "period",
            "forced-update",
            "iface",
            "allow-ipv6",
            "username",
            "password",
            "hostname",
            "wildcard",
            "ttl",
            "proxied",
            "checkip-server",
            "checkip-path",
            "checkip-ssl",
            "checkip-command",
            "ddns-server",
            "ddns-path",
            "append-myip");
    private static final Map<String, String> WHY_NOT = Map.ofEntries(
            entry("include", "write what the other file says into this one before"),
            entry("ssl", "connections are always encrypted where the provider can do so"),
            entry("secure-ssl", "a certificate that is wrong is never accepted"),
            entry("broken-rtc", "a certificate that is not valid yet is not accepted: set the clock before"),
            entry("ca-trust-file", "the authorities are those of the Java installation"),
            entry(
                    "verify-address",
                    "addresses that nobody can reach are published only if \"allow\" names their class"),
            entry("fake-address", "a name is sent again at the provider's own interval, with its right address"),
            entry("user-agent", "providers are told which library asks"),
            entry("iterations", "ddns once looks one time, ddns run for ever"),
            entry("cache-dir", "what is remembered stands in the file that \"state\" names"));

    private final ForeignServices services = new ForeignServices("inadyn", "username", "password");
    private final ImportedConfig config = new ImportedConfig();
    private final Map<String, InadynFile.Option> global;
    private final Set<AddressFamily> families;

    private InadynImport(InadynFile.Section outside) {
        global = outside.options();
        families = isYes(global, "allow-ipv6") ? EnumSet.allOf(AddressFamily.class) : EnumSet.of(AddressFamily.IPV4);
    }

    /**
     * Carries a file over.
     *
     * @param text its text
     * @return what it became
     * @throws ForeignFormatException if inadyn could not read it either
     */
    static ImportedConfig of(String text) throws ForeignFormatException {
        List<InadynFile.Section> sections = InadynFile.read(text);
        InadynImport importing = new InadynImport(sections.get(0));
        importing.general();
        sections.forEach(importing::remark);
        sections.stream().skip(1).forEach(importing::publish);
        if (!importing.config.hasSources()) {
            importing.config.wellKnown("ipify"); // as inadyn does
        }
        return importing.config;
    }

    private void general() {
        time("period", "interval");
        time("forced-update", "refreshEvery");
    }

    private void time(String theirs, String ours) {
        ForeignTimes.parse(text(global, theirs)).ifPresent(time -> config.set(ours, time.toString()));
    }

    private void remark(InadynFile.Section section) {
        section.options().forEach((name, option) -> {
            boolean usual = (name.equals("ssl") || name.equals("secure-ssl") || name.equals("verify-address"))
                    && YES.contains(option.text());
            if (!TAKEN.contains(name) && !usual) {
                config.remark(
                        option.line(),
                        name + " is left out: " + WHY_NOT.getOrDefault(name, "there is nothing like it"));
            }
        });
    }

    private void publish(InadynFile.Section section) {
        Map<String, InadynFile.Option> options = section.options();
        Optional<ForeignServices.Service> found = section.kind().equals("custom")
                ? custom(options)
                : find(section.name().replaceFirst(":[^:]*$", ""));
        if (found.isEmpty() || !found.get().isKnown()) {
            String why = found.map(ForeignServices.Service::remark)
                    .orElse("the service is not in the catalogue; docs/guide/dialects.md says how to describe one");
            config.lost(section.line(), section.name() + " is not carried over: " + why);
            return;
        }
        ForeignServices.Service service = found.get();
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> field : service.fields().entrySet()) {
            String value = text(options, field.getValue());
            if (value.isEmpty()) {
                config.lost(section.line(), section.name() + " is not carried over: it has no " + field.getValue());
                return;
            }
            fields.set(field.getKey(), ImportedConfig.value(value));
        }
        if (service.type().equals("cloudflare") && isYes(options, "proxied")) {
            fields.put("proxied", true);
        }
        if (!service.remark().isEmpty()) {
            config.remark(section.line(), service.remark());
        }
        source(section);
        for (String host : Optional.ofNullable(options.get("hostname"))
                .map(InadynFile.Option::values)
                .orElse(List.of())) {
            String whole = whole(host, service.type(), text(options, "username"));
            config.host(section.line(), whole, service.type(), fields, record(options), families);
        }
    }

    /** inadyn too takes any part of a name that is in one name only. */
    private Optional<ForeignServices.Service> find(String name) {
        List<String> alike =
                services.names().stream().filter(known -> known.contains(name)).toList();
        Optional<ForeignServices.Service> exact = services.named(name).or(() -> services.named("default@" + name));
        return exact.or(() -> alike.size() == 1 ? services.named(alike.get(0)) : Optional.empty());
    }

    private Optional<ForeignServices.Service> custom(Map<String, InadynFile.Option> options) {
        String server = text(options, "ddns-server");
        return services.named("custom@" + server).or(() -> services.at(server));
    }

    /** Namecheap's hosts are named within the domain. */
    private static String whole(String host, String type, String domain) {
        if (type.equals("namecheap") && !host.contains(".")) {
            return host.equals("@") ? domain : host + "." + domain;
        }
        String suffix = ForeignServices.suffix(type);
        return suffix.isEmpty() || host.endsWith("." + suffix) ? host : host + "." + suffix;
    }

    private static ObjectNode record(Map<String, InadynFile.Option> options) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        ForeignTimes.parse(text(options, "ttl"))
                .filter(ttl -> ttl.toSeconds() > 1) // 1 is the provider's choice
                .ifPresent(ttl -> record.put("ttl", ttl.toSeconds()));
        if (isYes(options, "wildcard")) {
            record.put("wildcard", true);
        }
        return record;
    }

    /** Who is asked for the address: the first of what inadyn would ask. All hosts share their sources here. */
    private void source(InadynFile.Section section) {
        Map<String, InadynFile.Option> options = section.options();
        String command = text(options, "checkip-command");
        String iface = text(options, "iface").isEmpty() ? text(global, "iface") : text(options, "iface");
        String server = text(options, "checkip-server");
        if (!command.isEmpty()) {
            config.command(command);
            config.remark(section.line(), "the command has to print an address on a line, and nothing else");
        } else if (!iface.isEmpty()) {
            config.source("interface", "name", iface);
        } else if (server.isEmpty() || server.equals("default")) {
            config.wellKnown("ipify");
        } else {
            boolean plain = !text(options, "checkip-ssl").isEmpty() && !isYes(options, "checkip-ssl");
            String path = text(options, "checkip-path");
            config.page((plain ? "http://" : "https://") + server + (path.startsWith("/") ? path : "/" + path));
        }
    }

    private static String text(Map<String, InadynFile.Option> options, String name) {
        InadynFile.Option option = options.get(name);
        return option == null ? "" : option.text();
    }

    private static boolean isYes(Map<String, InadynFile.Option> options, String name) {
        return YES.contains(text(options, name));
    }
}
