package io.github.ddnskit.examples.client;

import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.GatewayConfig;
import io.github.ddnskit.gateway.GatewayEvent;
import io.github.ddnskit.gateway.GatewayStatus;
import io.github.ddnskit.ip.FileSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddns gateway}: the service side, until it is told to end. */
@Command(
        name = "gateway",
        description = {
            "Takes updates of devices over HTTP, and writes them into DNS, until SIGTERM or SIGINT.",
            "Reads the configuration again when its file changes, and at SIGHUP; no request is dropped for that."
        },
        synopsisSubcommandLabel = "[account ...]",
        subcommands = AccountCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GatewayCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final long SETTLED_MILLIS = 1200;
    private static final int LONGEST_WRITING = 10;

    /** What a program may set and a library must not: limits of the JDK's server, where it knows them. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxReqHeaders", "100",
            "sun.net.httpserver.maxReqHeaderSize", "32768",
            "sun.net.httpserver.maxIdleConnections", "1000",
            "jdk.httpserver.maxConnections", "5000",
            "sun.net.httpserver.drainAmount", "0");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, in JSON.")
    private @Nullable Path file;

    private enum Errand {
        RELOAD,
        LOOK_AT_FILE,
        END
    }

    private final BlockingQueue<Errand> errands = new LinkedBlockingQueue<>();

    @Override
    public Integer call() throws Exception {
        Path config = file;
        if (config == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "give --config FILE, or the command account: add, list, token, disable, remove");
        }
        common.startLogging();
        LIMITS.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
        PrintWriter err = spec.commandLine().getErr();
        ServiceManager manager = ServiceManager.of(System.getenv(), err);
        try (Termination termination = new Termination();
                RunningGateway gateway = RunningGateway.start(GatewayConfig.read(config), this::print);
                FileSignal changes = FileSignal.of(config, BETWEEN_LOOKS)) {
            termination.tell(() -> errands.add(Errand.END));
            Hangup.subscribe(() -> errands.add(Errand.RELOAD));
            changes.subscribe(() -> errands.add(Errand.LOOK_AT_FILE));
            say(Instant.now(), "listening on " + gateway.address());
            gateway.statusAddress().ifPresent(address -> say(Instant.now(), "how it is stands at " + address));
            manager.ready(summary(gateway.status()));
            while (next() == Errand.RELOAD) {
                manager.reloading();
                reload(gateway, config, err);
                manager.ready(summary(gateway.status()));
            }
            manager.stopping();
        } catch (ConfigException e) {
            throw e;
        } catch (IOException e) {
            throw new Main.FailedException(String.valueOf(e.getMessage()));
        }
        return Main.OK;
    }

    private void reload(RunningGateway gateway, Path config, PrintWriter err) {
        try {
            gateway.reload(GatewayConfig.read(config));
            say(Instant.now(), "the configuration was read again");
        } catch (ConfigException e) {
            e.problems().forEach(problem -> err.println("ddns: " + config + ": " + problem));
        } catch (IOException | IllegalStateException e) {
            err.println("ddns: " + config + ": is not used: " + e.getMessage());
        }
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

    /** Refreshes and what is refused stand in the audit log: there may be thousands a second. */
    private void print(GatewayEvent event) {
        boolean refresh = event instanceof GatewayEvent.Updated updated && !updated.isChanged();
        if (!refresh && !(event instanceof GatewayEvent.Refused)) {
            say(event.at(), event.toString());
        }
    }

    private static String summary(GatewayStatus status) {
        return status.level() + ", " + status.zones().size() + (status.zones().size() == 1 ? " zone" : " zones");
    }

    private void say(Instant at, String what) {
        spec.commandLine().getOut().println(at.truncatedTo(ChronoUnit.MILLIS) + " " + what);
    }
}
