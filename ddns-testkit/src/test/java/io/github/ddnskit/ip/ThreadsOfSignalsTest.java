package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.internal.SystemScheduler;
import io.github.ddnskit.peers.Peers;
import io.github.ddnskit.spi.ChangeSignal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Counts threads and processes of this JVM, so nothing else may run in it meanwhile. */
@Isolated
class ThreadsOfSignalsTest {

    @Test
    void allSignalsTogetherTakeTwoThreadsAndOneProcess() {
        Peers.require("ip");
        Peers.require("setpriv");
        Set<Thread> threadsBefore = threads();
        Set<ProcessHandle> processesBefore = processes();
        AtomicLong minutes = new AtomicLong();
        List<ChangeSignal> signals = List.of(
                new InterfaceSignal(
                        InterfaceChoice.ANY,
                        IpMonitor.COMMAND,
                        () -> Duration.ofMinutes(minutes.incrementAndGet()).toNanos()),
                new GatewaySignal(
                        GatewayChoice.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5351)),
                        new InetSocketAddress("224.0.0.1", 0)),
                ClockSignal.system(),
                FileSignal.of(Path.of("address.txt")));
        try (SystemScheduler scheduler = new SystemScheduler()) {
            signals.forEach(signal -> signal.subscribe(() -> {}, scheduler));
            Set<ProcessHandle> started = processes();
            started.removeAll(processesBefore);
            assertThat(started).hasSize(1);
            assertThat(added(threadsBefore)).contains("ddnskit-gateway").hasSizeLessThanOrEqualTo(2);
            signals.forEach(ChangeSignal::close);
            await().atMost(Duration.ofMinutes(2)).until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(added(threadsBefore)).doesNotContain("ddnskit-gateway");
        }
    }

    /** The names of the threads that there were not before, other than those of the client's own scheduler. */
    private static List<String> added(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("ddnskit-worker-"))
                .toList();
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static Set<ProcessHandle> processes() {
        return ProcessHandle.current().children().collect(Collectors.toCollection(HashSet::new));
    }
}
