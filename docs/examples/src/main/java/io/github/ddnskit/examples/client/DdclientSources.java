package io.github.ddnskit.examples.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ddnskit.AddressFamily;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Carries over how ddclient finds the address of a host: {@code use}, {@code usev4} and {@code usev6}. */
final class DdclientSources {

    private static final Set<String> NOWHERE = Set.of("", "no", "disabled");

    private final ImportedConfig config;
    private final int line;

    DdclientSources(ImportedConfig config, int line) {
        this.config = config;
        this.line = line;
    }

    /** Adds the sources, and returns the families that are published. */
    Set<AddressFamily> read(Map<String, String> options) {
        Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
        read(options, "v4", AddressFamily.IPV4, families);
        read(options, "v6", AddressFamily.IPV6, families);
        if (families.isEmpty()) {
            read(options, "", AddressFamily.IPV4, families);
        }
        if (families.isEmpty()) {
            families.add(AddressFamily.IPV4);
        }
        if (!config.hasSources()) {
            config.source("interface");
            config.remark(
                    line,
                    "the addresses of this device are published; docs/guide/detection.md says who else can be asked");
        }
        return families;
    }

    private void read(Map<String, String> options, String suffix, AddressFamily family, Set<AddressFamily> families) {
        String use = options.getOrDefault("use" + suffix, "");
        if (NOWHERE.contains(use)) {
            return;
        }
        families.add(family);
        String how = use.endsWith(suffix) && !suffix.isEmpty() ? use.substring(0, use.length() - suffix.length()) : use;
        String what = options.getOrDefault(how + suffix, options.getOrDefault(how, ""));
        switch (how) {
            case "if" -> networkInterface(what);
            case "ip" ->
                config.source(
                        "fixed",
                        "addresses",
                        JsonNodeFactory.instance.arrayNode().add(what));
            case "cmd" -> {
                config.command(what);
                config.remark(line, "the command has to print an address on a line, and nothing else");
            }
            case "web" -> page(what);
            default -> {
                config.source("upnp");
                config.remark(line, "the router is asked by UPnP in the place of its own pages");
            }
        }
    }

    private void networkInterface(String name) {
        if (name.isEmpty() || name.equals("default")) {
            config.source("interface");
        } else {
            config.source("interface", "name", name);
        }
    }

    private void page(String name) {
        if (name.startsWith("http://") || name.startsWith("https://")) {
            config.page(name);
        } else if (name.contains(".") && name.contains("/")) {
            config.page("http://" + name); // as ddclient does
        } else if (name.startsWith("ipify")) {
            config.wellKnown("ipify");
        } else {
            config.wellKnown("ipify");
            config.wellKnown("dedyn");
            config.remark(line, "ipify and deSEC are asked for the address in the place of the service that was");
        }
    }
}
