package io.github.ddnskit.examples.client;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.config.DdnsConfig;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ddns run}: keeps DNS right until it is told to end. */
@Command(
        name = "run",
        description = "Keeps DNS pointing at this device until SIGTERM or SIGINT, and prints what happens.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RunCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ConfigOption configuration;

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        PrintWriter out = spec.commandLine().getOut();
        try (Termination termination = new Termination();
                DdnsConfig config = configuration.read();
                DdnsClient client = config.client()
                        .listener(event -> out.println(event.at().truncatedTo(ChronoUnit.MILLIS) + " " + event))
                        .build()) {
            client.start();
            termination.await();
        } catch (UncheckedIOException e) {
            throw new Main.FailedException(OnceCommand.unreadableState(e));
        }
        return Main.OK;
    }
}
