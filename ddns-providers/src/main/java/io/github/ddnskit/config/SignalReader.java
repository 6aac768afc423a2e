package io.github.ddnskit.config;

import io.github.ddnskit.ip.ClockSignal;
import io.github.ddnskit.ip.FileIpSource;
import io.github.ddnskit.ip.GatewaySignal;
import io.github.ddnskit.ip.InterfaceSignal;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.IpSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes the signals that a configuration names, or those that cost nothing if it names none. */
final class SignalReader {

    static final List<String> NAMES = List.of("interface", "clock", "file", "gateway");

    private static final Set<String> ASK_THE_GATEWAY = Set.of("nat-pmp", "pcp");

    private final Problems problems;

    /**
     * Creates a reader.
     *
     * @param problems takes what is wrong
     */
    SignalReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Makes them; none does anything before somebody subscribes to it.
     *
     * @param standard whether the configuration says nothing of signals
     * @param named those that it names
     */
    List<ChangeSignal> read(boolean standard, List<String> named, List<IpSource> sources) {
        List<ChangeSignal> signals = new ArrayList<>();
        boolean asked = sources.stream()
                .anyMatch(source -> ASK_THE_GATEWAY.contains(source.id().type()));
        boolean gateway = standard ? asked : named.contains("gateway");
        if (standard || named.contains("interface")) {
            // Announcements and events take a thread each, and every process takes one of the JDK: two are enough.
            signals.add(gateway && listensForEvents(sources) ? InterfaceSignal.polling() : InterfaceSignal.any());
        }
        if (standard || named.contains("clock")) {
            signals.add(ClockSignal.system());
        }
        if (standard || named.contains("file")) {
            sources.stream()
                    .filter(FileIpSource.class::isInstance)
                    .map(source -> ((FileIpSource) source).changes())
                    .forEach(signals::add);
        }
        if (gateway) {
            try {
                signals.add(GatewaySignal.gateway());
            } catch (IllegalStateException e) { // not on Linux: nobody asked for it by name if it is standard
                if (!standard) {
                    problems.add("$.signals", "must not name gateway here: this system does not tell its gateway");
                }
            }
        }
        return signals;
    }

    private static boolean listensForEvents(List<IpSource> sources) {
        return sources.stream()
                .anyMatch(source ->
                        source instanceof ChangeSignal && source.id().type().equals("upnp"));
    }
}
