package io.github.ddnskit.examples.client;

import io.github.ddnskit.ip.FileSignal;
import io.github.ddnskit.spi.ChangeSignal;
import io.github.ddnskit.spi.Scheduler;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ddns run}: keeps DNS right until it is told to end. */
@Command(
        name = "run",
        description = {
            "Keeps DNS pointing at this device until SIGTERM or SIGINT, and prints what happens.",
            "Reads the configuration again when its file changes, and at SIGHUP."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunCommand implements Callable<Integer> {

    /** Longer than the time between two looks at the file: whoever is still writing it is noticed. */
    private static final long SETTLED_MILLIS = 1200;

    private static final int LONGEST_WRITING = 10;
    private static final Duration BEAT = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ConfigOption configuration;

    /** What the program is asked for while it runs. */
    private enum Errand {
        RELOAD,
        LOOK_AT_FILE,
        END
    }

    private final BlockingQueue<Errand> errands = new LinkedBlockingQueue<>();

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        PrintWriter err = spec.commandLine().getErr();
        ServiceManager manager = ServiceManager.of(System.getenv(), err);
        AtomicReference<@Nullable RunningClient> beating = new AtomicReference<>();
        try (Termination termination = new Termination();
                RunningClient client = new RunningClient(
                        configuration, signals(manager, beating), event -> print(event.at(), event.toString()))) {
            termination.tell(() -> errands.add(Errand.END));
            Hangup.subscribe(() -> errands.add(Errand.RELOAD));
            client.start();
            beating.set(client);
            manager.ready(client.summary());
            while (next() == Errand.RELOAD) {
                manager.reloading();
                Integer hosts = client.reload(err);
                if (hosts != null) {
                    print(
                            Instant.now(),
                            "the configuration was read again, with " + hosts + (hosts == 1 ? " host" : " hosts"));
                }
                manager.ready(client.summary());
            }
            manager.stopping();
        } catch (UncheckedIOException e) {
            throw new Main.FailedException(OnceCommand.unreadableState(e));
        }
        return Main.OK;
    }

    /** What to do next, once the file is left alone. */
    private Errand next() throws InterruptedException {
        Errand next = errands.take();
        for (int i = 0; next == Errand.LOOK_AT_FILE && i < LONGEST_WRITING; i++) {
            Errand another = errands.poll(SETTLED_MILLIS, TimeUnit.MILLISECONDS);
            next = another == null ? Errand.RELOAD : another;
        }
        return next == Errand.END ? Errand.END : Errand.RELOAD;
    }

    /** What else runs on the client's own scheduler: the look at the file, and the sign of life if systemd wants one. */
    private List<ChangeSignal> signals(ServiceManager manager, AtomicReference<@Nullable RunningClient> client) {
        ChangeSignal file = new Borrower(
                FileSignal.of(configuration.file(), BETWEEN_LOOKS), () -> errands.add(Errand.LOOK_AT_FILE));
        if (!manager.listens()) {
            return List.of(file);
        }
        Duration watchdog = manager.watchdog();
        AtomicReference<String> said = new AtomicReference<>("");
        Heartbeat heartbeat = new Heartbeat(watchdog == null ? BEAT : watchdog.dividedBy(2), () -> {
            RunningClient alive = client.get();
            if (alive != null) {
                String summary = alive.summary();
                if (!said.getAndSet(summary).equals(summary) || watchdog != null) {
                    manager.alive(summary);
                }
            }
        });
        return List.of(file, heartbeat);
    }

    /** A signal that borrows the scheduler of a client, and hints at something that does not concern the client. */
    private record Borrower(ChangeSignal signal, Runnable hint) implements ChangeSignal {
        @Override
        public void subscribe(Runnable hintToClient) {
            signal.subscribe(hint);
        }

        @Override
        public void subscribe(Runnable hintToClient, Scheduler scheduler) {
            signal.subscribe(hint, scheduler);
        }

        @Override
        public void close() {
            signal.close();
        }
    }

    private void print(Instant at, String what) {
        spec.commandLine().getOut().println(at.truncatedTo(ChronoUnit.MILLIS) + " " + what);
    }
}
