package io.github.ddnskit.ip;

import io.github.ddnskit.ip.LocalAddresses.Local;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Hints when an address of a network interface comes, goes, or becomes fit or unfit to be published, and when an interface
 * with addresses goes up or down. Link-local addresses do not count. Thread-safe.
 *
 * <p>It looks at the addresses once a second, on the scheduler of the client. Where there are the programs {@code ip} of
 * iproute2 and {@code setpriv} of util-linux, as on most Linux systems, it hears of changes at once, and looks at the
 * addresses every 30 seconds only: from its second second on, {@code ip monitor} runs as a process beside the JVM, with
 * the one thread that the JDK has for each process. It ends with {@link #close} or the JVM, even one that is killed.
 */
public final class InterfaceSignal implements ChangeSignal {

    private static final Duration OFTEN = Duration.ofSeconds(1);

    /**
     * When to look although the monitor has told of nothing. A thread of the client's scheduler that has nothing to do for
     * longer ends, and the monitor with it.
     */
    private static final Duration SELDOM = Duration.ofSeconds(30);

    /** How many glances may stand for a list, in case that something does not show. */
    private static final int GLANCES = 30;

    /** For how many looks the monitor may have begun too late to hear of a change. */
    private static final int SETTLING = 3;

    private final InterfaceChoice interfaces;
    private final Ticks ticks = new Ticks(this::pause, this::changed);
    private final IpMonitor monitor;
    private final AddressGlance glance = new AddressGlance();
    private Set<Local> known = Set.of();
    private int glances;
    private int monitored;

    /**
     * Creates the signal.
     *
     * @param monitor the command that writes something whenever something changes; empty for none
     * @param nanos the same as {@link System#nanoTime}
     */
    InterfaceSignal(InterfaceChoice interfaces, List<String> monitor, LongSupplier nanos) {
        this.interfaces = interfaces;
        this.monitor = new IpMonitor(monitor, ticks::now, nanos);
    }

    /** {@return a signal of all interfaces but the loopback one} */
    public static InterfaceSignal any() {
        return new InterfaceSignal(InterfaceChoice.ANY, IpMonitor.COMMAND, System::nanoTime);
    }

    /**
     * A signal of all interfaces but the loopback one that starts no program: it hears of a change within a second.
     *
     * @return the signal
     */
    public static InterfaceSignal polling() {
        return new InterfaceSignal(InterfaceChoice.ANY, List.of(), System::nanoTime);
    }

    /**
     * A signal of one interface.
     *
     * @param name its name, such as {@code eth0}; it need not exist yet
     * @return the signal
     * @throws IllegalArgumentException if the name is empty
     */
    public static InterfaceSignal of(String name) {
        return new InterfaceSignal(InterfaceChoice.named(name), IpMonitor.COMMAND, System::nanoTime);
    }

    @Override
    public void subscribe(Runnable hint) {
        ticks.subscribe(hint, null);
    }

    @Override
    public void subscribe(Runnable hint, Scheduler scheduler) {
        ticks.subscribe(hint, scheduler);
    }

    @Override
    public void close() {
        ticks.close();
        monitor.close();
        glance.close();
    }

    @Override
    public String toString() {
        return monitor.isWanted() ? "interface signal, with ip monitor" : "interface signal, polling";
    }

    private boolean changed() {
        boolean changed = !(glance.isAsBefore() && glances++ % GLANCES != 0) && isListedOtherwise();
        monitored = monitor.isRunning() ? monitored + 1 : 0;
        monitor.keepRunning(changed);
        return changed;
    }

    private boolean isListedOtherwise() {
        boolean changed = false;
        try {
            Set<Local> found = LocalAddresses.of(interfaces).orElse(List.of()).stream()
                    .filter(local -> !local.address().isLinkLocalAddress())
                    .collect(Collectors.toSet());
            changed = !found.equals(known);
            known = found;
        } catch (IOException e) {
            glances = 0; // Interfaces come and go while they are listed: the next look sees how things are.
        }
        return changed;
    }

    private Duration pause() {
        return monitored > SETTLING ? SELDOM : OFTEN;
    }
}
