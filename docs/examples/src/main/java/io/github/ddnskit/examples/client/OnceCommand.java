package io.github.ddnskit.examples.client;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.DdnsStatus;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.policy.ClosePolicy;
import io.github.ddnskit.spi.Observation;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ddns once}: one look at the address, one attempt for what is due. */
@Command(
        name = "once",
        description = "Looks once, publishes what is due, and ends.",
        footer = {"", "Exit code: 0 all is published or unchanged, 1 something failed, 2 the configuration is wrong."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class OnceCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ConfigOption configuration;

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        return publish(configuration.file(), spec.commandLine().getOut());
    }

    /** Does all of it, without picocli. */
    @SuppressWarnings("try") // the lock is only held
    static int publish(Path file, PrintWriter out) throws Exception {
        DdnsStatus status;
        try (DdnsConfig config = DdnsConfig.read(file);
                StateLock lock = StateLock.of(config.stateFile());
                DdnsClient client = config.client()
                        .policy(config.policy().withOnClose(ClosePolicy.KEEP)) // or nothing would be left of it
                        .listener(event -> {
                            if (event instanceof DdnsEvent.StateTrouble) {
                                out.println("warning " + event);
                            }
                        })
                        .build()) {
            status = client.checkNow().get();
        } catch (UncheckedIOException e) {
            throw new Main.FailedException(unreadableState(e));
        }
        int code = Main.OK;
        for (DdnsStatus.RecordStatus record : status.records()) {
            Observation detected = status.verdict(record.key().family())
                    .map(Verdict::observation)
                    .orElse(null);
            boolean fine = isFine(record, detected);
            out.println((fine ? "ok      " : "failed  ") + record + why(record, detected));
            code = fine ? code : Main.FAILED;
        }
        return code;
    }

    /** Why the state could not be read, in words for its user. */
    static String unreadableState(UncheckedIOException e) {
        Throwable cause = e.getCause();
        return "the state cannot be read: " + (cause == null ? e : cause).getMessage();
    }

    /** Whether DNS shows what was detected; an address that is known to be absent asks for nothing by itself. */
    private static boolean isFine(DdnsStatus.RecordStatus record, @Nullable Observation detected) {
        if (detected instanceof Observation.Absent) {
            return record.lastFailure() == null && record.state().attempted() == null;
        }
        return detected instanceof Observation.Found && record.upToDate();
    }

    private static String why(DdnsStatus.RecordStatus record, @Nullable Observation detected) {
        if (detected instanceof Observation.Found) {
            Instant next = record.state().notBefore();
            return next == null
                            || record.upToDate()
                            || record.lastFailure() != null
                            || record.state().halt() != null
                    ? ""
                    : "; not tried before " + next.truncatedTo(ChronoUnit.SECONDS);
        }
        return detected == null ? "" : "; " + detected;
    }
}
