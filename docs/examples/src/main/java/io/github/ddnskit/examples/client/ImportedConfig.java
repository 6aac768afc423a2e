package io.github.ddnskit.examples.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.spi.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration of ddnskit that is made from that of another program, with what could not be carried over. */
final class ImportedConfig {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Catalog catalog = Catalog.load();
    private final ObjectNode general = JsonNodeFactory.instance.objectNode();
    private final Set<ObjectNode> sources = new LinkedHashSet<>();
    private final Map<String, ObjectNode> updaters = new LinkedHashMap<>();
    private final Map<List<String>, ObjectNode> hosts = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private boolean complete = true;

    /** Begins with nothing but a state file. */
    ImportedConfig() {
        general.put("state", "ddns.state");
    }

    /** Says what a person should know about a line; no word of it may be a secret. */
    void remark(int line, String text) {
        remarks.add("line " + line + ": " + text);
    }

    /** Says what is not published any more unless a person sees to it. */
    void lost(int line, String text) {
        remark(line, text);
        complete = false;
    }

    /** Sets a general key. */
    void set(String key, String value) {
        general.put(key, value);
    }

    /** Adds a source that must be told nothing, unless it is there already. */
    void source(String type) {
        sources.add(JsonNodeFactory.instance.objectNode().put("type", type));
    }

    /** Adds a source with one setting, unless it is there already. */
    void source(String type, String key, JsonNode value) {
        ObjectNode source = JsonNodeFactory.instance.objectNode().put("type", type);
        source.set(key, value);
        sources.add(source);
    }

    /** Adds a source with one setting, unless it is there already. */
    void source(String type, String key, String value) {
        source(type, key, JsonNodeFactory.instance.textNode(value));
    }

    /** Adds a source that asks a page; what travels in the clear is as it was. */
    void page(String url) {
        ObjectNode source =
                JsonNodeFactory.instance.objectNode().put("type", "http").put("url", url);
        if (url.startsWith("http:")) {
            source.put("allowPlainHttp", true);
        }
        sources.add(source);
    }

    /** Adds a source that is in the list of those that are well known. */
    void wellKnown(String name) {
        source("well-known", "names", JsonNodeFactory.instance.arrayNode().add(name));
    }

    /** Adds a source that runs a command line, as the shell does. */
    void command(String line) {
        source(
                "command",
                "command",
                JsonNodeFactory.instance.arrayNode().add("/bin/sh").add("-c").add(line));
    }

    /**
     * Adds a host and its updater. Hosts with the same login share one.
     *
     * @param line where it stands
     * @param name the name
     * @param type the type of the updater
     * @param fields what the updater must be told
     * @param options further keys of the host
     * @param families the families that are published
     */
    void host(int line, String name, String type, ObjectNode fields, ObjectNode options, Set<AddressFamily> families) {
        try {
            Hostname.of(name);
        } catch (IllegalArgumentException e) {
            // not quoted: in a file that is not in order, anything may stand there
            lost(line, "what stands there as a host is no name of a host");
            return;
        }
        ObjectNode updater = JsonNodeFactory.instance.objectNode().put("type", type);
        updater.setAll(fields);
        permit(line, type, updater, families);
        String of = named(type, updater);
        ObjectNode there = hosts.get(List.of(name, of));
        ObjectNode host =
                JsonNodeFactory.instance.objectNode().put("name", name).put("updater", of);
        Set<AddressFamily> all = EnumSet.copyOf(families);
        if (there != null
                && !there.path("families")
                        .path(0)
                        .asText()
                        .equals(families.iterator().next().toString())) {
            all = EnumSet.allOf(AddressFamily.class); // in sections of their own
        }
        if (all.size() == 1) { // both is what a host has that says nothing, as far as its provider takes them
            host.putArray("families").add(all.iterator().next().toString());
        }
        host.setAll(options);
        hosts.put(List.of(name, of), host);
    }

    /** Permits what the other program did without being asked. */
    private void permit(int line, String type, ObjectNode updater, Set<AddressFamily> families) {
        List<String> known = catalog.updater(type).stream()
                .flatMap(factory -> factory.descriptor().fields().stream())
                .map(Field::name)
                .toList();
        if (known.contains("plainHttp")) {
            updater.put("plainHttp", true);
            remark(
                    line,
                    "the provider has no encryption, so the password travels readable; \"plainHttp\" permits that");
        }
        if (known.contains("mayDeleteOtherFamily") && families.size() == 1) {
            updater.put("mayDeleteOtherFamily", true);
            remark(line, "the provider deletes the address of the other family; \"mayDeleteOtherFamily\" permits that");
        }
    }

    private String named(String type, ObjectNode updater) {
        for (int i = 1; ; i++) {
            String name = i == 1 ? type : type + "-" + i;
            ObjectNode there = updaters.putIfAbsent(name, updater);
            if (there == null || there.equals(updater)) {
                return name;
            }
        }
    }

    /** The value of a setting; {@code ${NAME}} stands for a secret in the environment. */
    static JsonNode value(String text) {
        Matcher environment = ENVIRONMENT.matcher(text);
        return environment.matches()
                ? JsonNodeFactory.instance.objectNode().put("env", environment.group(1))
                : JsonNodeFactory.instance.textNode(text);
    }

    /** {@return whether anything is to be published} */
    boolean hasHosts() {
        return !hosts.isEmpty();
    }

    /** {@return whether there is anybody to ask for the address} */
    boolean hasSources() {
        return !sources.isEmpty();
    }

    /** {@return whether all that was published still is} */
    boolean isComplete() {
        return complete;
    }

    /** {@return what a person should know, in the order of the file} */
    List<String> remarks() {
        return new ArrayList<>(remarks);
    }

    /** {@return the configuration} */
    String json() {
        ObjectNode root = general.deepCopy();
        root.putArray("sources").addAll(sources);
        root.putObject("updaters").setAll(updaters);
        root.putArray("hosts").addAll(hosts.values());
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
