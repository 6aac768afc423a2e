package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one request asks for, whichever names it is about.
 *
 * @param url where it goes
 * @param publish the addresses to publish, IPv4 first
 * @param remove the families whose records are to be deleted
 * @param fixed parameters that say what is to be kept or deleted
 * @param options how the records are to be published
 */
record Ask(
        String url,
        Map<AddressFamily, InetAddress> publish,
        Set<AddressFamily> remove,
        Map<String, String> fixed,
        RecordOptions options) {

    /** What is wanted of one or more names: those that want the same may travel together. */
    record Wish(Goal ipv4, Goal ipv6, RecordOptions options) {
        Goal goal(AddressFamily family) {
            return family == AddressFamily.IPV4 ? ipv4 : ipv6;
        }

        /** The address to publish, if that is the goal. */
        Optional<InetAddress> address(AddressFamily family) {
            return goal(family) instanceof Goal.Publish publish
                    ? Optional.of(publish.addresses().iterator().next())
                    : Optional.empty();
        }

        boolean removes(AddressFamily family) {
            return goal(family) instanceof Goal.Remove;
        }
    }

    /** The requests that a wish takes, which {@link Refusals} found nothing to say against. */
    static List<Ask> of(Dialect dialect, Wish wish) {
        boolean together = dialect.families().style() == FamilyStyle.LIST
                || dialect.families().style() == FamilyStyle.SEPARATE;
        List<Ask> asks = new ArrayList<>();
        if (together) {
            together(dialect, wish).ifPresent(asks::add);
        }
        for (AddressFamily family : AddressFamily.values()) {
            String removeUrl = dialect.families().removeUrl(family).orElse(null);
            if (wish.removes(family) && (removeUrl != null || !together)) {
                asks.add(new Ask(
                        removeUrl == null ? dialect.request().url(family) : removeUrl,
                        Map.of(),
                        EnumSet.of(family),
                        Optional.ofNullable(dialect.families().removing(family)).orElse(Map.of()),
                        wish.options()));
            } else if (!together && wish.address(family).isPresent()) {
                asks.add(new Ask(
                        dialect.request().url(family),
                        Map.of(family, wish.address(family).orElseThrow()),
                        Set.of(),
                        dialect.families().keeping(Refusals.other(family)),
                        wish.options()));
            }
        }
        return asks;
    }

    private static Optional<Ask> together(Dialect dialect, Wish wish) {
        Families families = dialect.families();
        Map<AddressFamily, InetAddress> publish = new EnumMap<>(AddressFamily.class);
        Set<AddressFamily> remove = EnumSet.noneOf(AddressFamily.class);
        Map<String, String> fixed = new LinkedHashMap<>();
        for (AddressFamily family : AddressFamily.values()) {
            wish.address(family).ifPresent(address -> publish.put(family, address));
            if (wish.goal(family) instanceof Goal.Keep) {
                fixed.putAll(families.keeping(family));
            } else if (wish.removes(family) && families.removeUrl(family).isEmpty()) {
                remove.add(family);
                fixed.putAll(Optional.ofNullable(families.removing(family)).orElse(Map.of()));
            }
        }
        if (remove.size() == AddressFamily.values().length
                && !families.removeBoth().isEmpty()) {
            fixed.clear();
            fixed.putAll(families.removeBoth());
        }
        if (publish.isEmpty() && remove.isEmpty()) {
            return Optional.empty();
        }
        boolean ipv6Only = !publish.containsKey(AddressFamily.IPV4) && !remove.contains(AddressFamily.IPV4);
        String url = dialect.request().url(ipv6Only ? AddressFamily.IPV6 : AddressFamily.IPV4);
        return Optional.of(new Ask(url, publish, remove, fixed, wish.options()));
    }

    /** The addresses as they are sent, IPv4 first. */
    List<String> addresses() {
        return publish.values().stream().map(IpLiteral::format).toList();
    }

    /** The families that it is about. */
    Set<AddressFamily> families() {
        EnumSet<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
        families.addAll(publish.keySet());
        families.addAll(remove);
        return families;
    }
}
