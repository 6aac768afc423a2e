package io.github.ddnskit.examples.client;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.rfc2136.TsigKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Carries the configuration of ddclient over. */
final class DdclientImport {

    private static final Set<String> YES = Set.of("yes", "true", "1", "on");
    private static final Set<String> TAKEN = Set.of(
            "daemon",
            "protocol",
            "server",
            "login",
            "password",
            "zone",
            "ttl",
            "key",
            "use",
            "usev4",
            "usev6",
            "if",
            "ifv4",
            "ifv6",
            "web",
            "webv4",
            "webv6",
            "cmd",
            "cmdv4",
            "cmdv6",
            "ip",
            "ipv4",
            "ipv6",
            "min-interval",
            "max-interval",
            "wildcard",
            "mx",
            "foreground",
            "file",
            "exec",
            "verbose",
            "quiet",
            "debug",
            "static",
            "custom",
            "dynurl",
            "tcp");
    private static final Map<String, String> WHY_NOT = Map.ofEntries(
            entry("ssl", "connections are always encrypted where the provider can do so"),
            entry("cache", "what is remembered stands in the file that \"state\" names"),
            entry("pid", "the service manager knows the process"),
            entry("syslog", "the program writes to its output, which the service manager keeps"),
            entry("mail", "the program sends no mail; let the service manager say that it failed"),
            entry("mail-failure", "the program sends no mail; let the service manager say that it failed"),
            entry("postscript", "no script is run; a Java program has a listener for that"),
            entry("proxy", "the configuration knows no proxy; a Java program gives one to its HttpEngine"),
            entry("ssl_ca_file", "the authorities are those of the Java installation"),
            entry("ssl_ca_dir", "the authorities are those of the Java installation"),
            entry("timeout", "times are bounded already"),
            entry("backupmx", "a mail exchanger is never a backup of the host itself"),
            entry("script", "the path is that of the service in the catalogue"),
            entry("on-root-domain", "the name says whether it is that of a domain"),
            entry("fw-login", "routers are asked without a login, by UPnP, NAT-PMP or PCP"),
            entry("fw-password", "routers are asked without a login, by UPnP, NAT-PMP or PCP"),
            entry("web-skip", "a page must hold an address and little else"),
            entry("webv4-skip", "a page must hold an address and little else"),
            entry("webv6-skip", "a page must hold an address and little else"));

    private final ForeignServices services = new ForeignServices("ddclient", "login", "password");
    private final ImportedConfig config = new ImportedConfig();
    private final Path folder;

    private DdclientImport(Path folder) {
        this.folder = folder;
    }

    /**
     * Carries a file over.
     *
     * @param text its text
     * @param folder the folder that it is in
     * @return what it became
     * @throws ForeignFormatException if ddclient could not read it either
     */
    static ImportedConfig of(String text, Path folder) throws ForeignFormatException {
        DdclientImport importing = new DdclientImport(folder);
        Map<String, String> global = new LinkedHashMap<>();
        for (DdclientFile.Line line : DdclientFile.read(text)) {
            importing.remark(line);
            if (line.hosts().isEmpty()) {
                global.putAll(line.options());
                importing.general(line);
            } else {
                Map<String, String> options = new LinkedHashMap<>(global);
                options.putAll(line.options());
                importing.publish(line, options);
            }
        }
        return importing.config;
    }

    private void remark(DdclientFile.Line line) {
        for (Map.Entry<String, String> option : line.options().entrySet()) {
            String why = WHY_NOT.get(option.getKey());
            boolean wanted = option.getKey().equals("ssl") && YES.contains(option.getValue());
            if (why != null && !wanted) {
                config.remark(line.number(), option.getKey() + " is left out: " + why);
            } else if (why == null && !TAKEN.contains(option.getKey())) {
                config.remark(line.number(), option.getKey() + " is left out: there is nothing like it");
            }
        }
    }

    private void general(DdclientFile.Line line) {
        time(line, "daemon", "interval");
        time(line, "min-interval", "minimumInterval");
        time(line, "max-interval", "refreshEvery");
    }

    private void time(DdclientFile.Line line, String theirs, String ours) {
        Optional.ofNullable(line.options().get(theirs))
                .flatMap(ForeignTimes::parse)
                .ifPresent(time -> config.set(ours, time.toString()));
    }

    private void publish(DdclientFile.Line line, Map<String, String> options) {
        Set<AddressFamily> families = new DdclientSources(config, line.number()).read(options);
        String protocol = options.getOrDefault("protocol", "dyndns2");
        if (protocol.equals("nsupdate")) {
            nameServer(line, options, families);
            return;
        }
        Optional<ForeignServices.Service> found = find(protocol, options);
        if (found.isEmpty() || !found.get().isKnown()) {
            String why = found.map(ForeignServices.Service::remark)
                    .orElse("the service is not in the catalogue; docs/guide/dialects.md says how to describe one");
            config.lost(line.number(), protocol + " is not carried over: " + why);
            return;
        }
        ForeignServices.Service service = found.get();
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> field : service.fields().entrySet()) {
            String value = options.getOrDefault(field.getValue(), "");
            if (value.isEmpty()) {
                config.lost(line.number(), protocol + " is not carried over: it has no " + field.getValue());
                return;
            }
            fields.put(field.getKey(), value);
        }
        if (!service.remark().isEmpty()) {
            config.remark(line.number(), service.remark());
        }
        for (String host : line.hosts()) {
            config.host(line.number(), whole(host, service.type()), service.type(), fields, record(options), families);
        }
    }

    /** dyndns2 is what many services speak: the server tells which it is. */
    private Optional<ForeignServices.Service> find(String protocol, Map<String, String> options) {
        String server = options.getOrDefault("server", "");
        boolean isFamily = protocol.equals("dyndns2") || protocol.equals("dyndns1");
        if (!isFamily || server.isEmpty()) {
            return services.named(protocol);
        }
        return services.named("dyndns2@" + server.replaceFirst(":.*$", "")).or(() -> services.at(server));
    }

    private static String whole(String host, String type) {
        String suffix = ForeignServices.suffix(type);
        return suffix.isEmpty() || host.endsWith("." + suffix) ? host : host + "." + suffix;
    }

    private static ObjectNode record(Map<String, String> options) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        ForeignTimes.parse(options.getOrDefault("ttl", ""))
                .filter(ttl -> ttl.toSeconds() > 1) // 1 is the provider's choice
                .ifPresent(ttl -> record.put("ttl", ttl.toSeconds()));
        if (YES.contains(options.getOrDefault("wildcard", ""))) {
            record.put("wildcard", true);
        }
        if (!options.getOrDefault("mx", "").isEmpty()) {
            record.put("mx", options.get("mx"));
        }
        return record;
    }

    /** {@code nsupdate} has the name of a file where others have a password. */
    private void nameServer(DdclientFile.Line line, Map<String, String> options, Set<AddressFamily> families) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String needed : List.of("server", "password")) {
            if (options.getOrDefault(needed, "").isEmpty()) {
                config.lost(line.number(), "nsupdate is not carried over: it has no " + needed);
                return;
            }
        }
        fields.put("server", options.get("server"));
        if (!options.getOrDefault("zone", "").isEmpty()) {
            fields.put("zone", options.get("zone"));
        }
        try {
            TsigKey key = TsigKey.fromFile(folder.resolve(options.getOrDefault("password", "")));
            fields.putObject("key")
                    .put("name", key.name())
                    .put("algorithm", key.algorithm().toString())
                    .put("secret", key.secret().reveal());
        } catch (RuntimeException e) {
            config.lost(
                    line.number(), "nsupdate is not carried over: its password is no file with a key that can be read");
            return;
        }
        for (String host : line.hosts()) {
            config.host(line.number(), host, "rfc2136", fields, record(options), families);
        }
    }
}
