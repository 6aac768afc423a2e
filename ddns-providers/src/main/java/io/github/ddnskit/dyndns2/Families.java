package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a service treats the two families. Immutable and thread-safe.
 *
 * @param style how it is told both
 * @param other by family, what becomes of its record when a request does not name it
 * @param keep by family, the fixed parameters that leave its record alone; none where it is enough to say nothing
 * @param remove by family, the fixed parameters that delete its record; not there where that cannot be done
 * @param removeBoth the fixed parameters that delete both records at once; empty where that cannot be done so
 * @param removeUrl where requests go that delete a record, or null for the same as all
 * @param removeIpv6Url where requests go that delete the IPv6 record, or null for the same
 */
public record Families(
        FamilyStyle style,
        Map<AddressFamily, OtherFamily> other,
        Map<AddressFamily, Map<String, String>> keep,
        Map<AddressFamily, Map<String, String>> remove,
        Map<String, String> removeBoth,
        @Nullable String removeUrl,
        @Nullable String removeIpv6Url) {

    /**
     * Copies the maps.
     *
     * @param style how it is told both
     * @param other by family, what becomes of its record when a request does not name it
     * @param keep by family, the fixed parameters that leave its record alone
     * @param remove by family, the fixed parameters that delete its record
     * @param removeBoth the fixed parameters that delete both records at once
     * @param removeUrl where requests go that delete a record, or null
     * @param removeIpv6Url where requests go that delete the IPv6 record, or null
     */
    public Families {
        Map<AddressFamily, OtherFamily> others = new EnumMap<>(AddressFamily.class);
        others.putAll(other);
        other = Collections.unmodifiableMap(others);
        keep = copy(keep);
        remove = copy(remove);
        removeBoth = Collections.unmodifiableMap(new LinkedHashMap<>(removeBoth));
    }

    /** {@return whether a request can be about one family and leave the other as it is} */
    public boolean areIndependent() {
        return style.families().size() == 1 || other.values().stream().allMatch(OtherFamily.KEPT::equals);
    }

    /**
     * What becomes of a record when a request does not name its family.
     *
     * @param family the family that is not named
     * @return kept unless the service was said to do something else
     */
    public OtherFamily unnamed(AddressFamily family) {
        return Optional.ofNullable(other.get(family)).orElse(OtherFamily.KEPT);
    }

    Map<String, String> keeping(AddressFamily family) {
        return Optional.ofNullable(keep.get(family)).orElse(Map.of());
    }

    /** The parameters that delete a record, or null if that cannot be done without the other. */
    @Nullable
    Map<String, String> removing(AddressFamily family) {
        return remove.get(family);
    }

    /** Where requests go that delete a record. */
    Optional<String> removeUrl(AddressFamily family) {
        return Optional.ofNullable(family == AddressFamily.IPV6 && removeIpv6Url != null ? removeIpv6Url : removeUrl);
    }

    private static Map<AddressFamily, Map<String, String>> copy(Map<AddressFamily, Map<String, String>> maps) {
        Map<AddressFamily, Map<String, String>> copy = new EnumMap<>(AddressFamily.class);
        maps.forEach((family, map) -> copy.put(family, Collections.unmodifiableMap(new LinkedHashMap<>(map))));
        return Collections.unmodifiableMap(copy);
    }
}
