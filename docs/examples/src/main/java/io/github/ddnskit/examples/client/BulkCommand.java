package io.github.ddnskit.examples.client;

import io.github.ddnskit.Host;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.spi.DnsUpdater;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddns bulk}: publishes the addresses of many names, once. */
@Command(
        name = "bulk",
        description = "Publishes the names and addresses of a file: host,address[,address...] in each line.",
        footer = {
            "",
            "What is published is noted in NAMES.csv.journal, so that a run that was interrupted, or in which names failed,"
                    + " goes on with what is left.",
            "Exit code: 0 all is published, 1 something failed, 2 the command line, configuration or file is wrong."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BulkCommand implements Callable<Integer> {

    private static final int AT_ONCE = 5000; // so that the bar moves, and little is repeated after an interruption
    private static final int FAILURES_SHOWN = 20;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ConfigOption configuration;

    @Option(
            names = "--like",
            paramLabel = "HOST",
            description = "Publish with the updater of this host, if the configuration has several updaters.")
    private @Nullable String like;

    @Parameters(index = "0", paramLabel = "NAMES.csv", description = "The file with the names.")
    private Path names;

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        try (DdnsConfig config = configuration.read()) {
            DnsUpdater updater;
            List<BulkFile.Row> rows;
            try {
                updater = updater(config);
                rows = BulkFile.read(names, config.allowed());
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            } catch (NoSuchFileException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), "there is no file " + names);
            } catch (IOException | UncheckedIOException e) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), names + " cannot be read: " + e.getMessage());
            }
            return publish(updater, rows);
        }
    }

    private DnsUpdater updater(DdnsConfig config) {
        if (like != null) {
            return DoctorCommand.find(like, config).updater();
        }
        List<DnsUpdater> all =
                config.hosts().stream().map(Host::updater).distinct().toList();
        if (all.size() != 1) {
            throw new IllegalArgumentException("the hosts of the configuration have " + all.size()
                    + " updaters: say with --like HOST whose to use");
        }
        return all.get(0);
    }

    private int publish(DnsUpdater updater, List<BulkFile.Row> rows) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        BulkJournal journal = new BulkJournal(names);
        List<BulkFile.Row> due =
                rows.stream().filter(row -> !journal.holds(row.text())).toList();
        int failed = 0;
        ProgressBar bar = new ProgressBar(err, isTerminal(), due.size());
        int step = Math.max(1, Math.min(AT_ONCE, updater.capabilities().batchSize()));
        for (int from = 0; from < due.size(); from += step) {
            List<BulkFile.Row> part = due.subList(from, Math.min(from + step, due.size()));
            List<Update> updates = part.stream().map(BulkFile.Row::update).toList();
            List<UpdateReport> reports = updater.updateAll(updates);
            List<String> published = new ArrayList<>(part.size());
            for (int i = 0; i < part.size(); i++) {
                String why = failure(reports.get(i));
                if (why == null) {
                    published.add(part.get(i).text());
                } else if (failed++ < FAILURES_SHOWN) {
                    bar.end();
                    err.println("line " + part.get(i).number() + ": " + why);
                }
            }
            journal.add(published);
            bar.show(from + part.size(), failed);
        }
        bar.end();
        out.printf(
                Locale.ROOT,
                "%,d published, %,d had been before, %,d failed; %.1f s, %,.0f names a second%n",
                due.size() - failed,
                rows.size() - due.size(),
                failed,
                bar.seconds(),
                due.size() / bar.seconds());
        if (failed == 0) {
            journal.delete();
            return Main.OK;
        }
        if (failed > FAILURES_SHOWN) {
            err.println("and " + (failed - FAILURES_SHOWN) + " more failures");
        }
        err.println("run the same again to try only what failed; " + journal + " knows the rest");
        return Main.FAILED;
    }

    @SuppressWarnings("SystemConsoleNull") // from Java 22 on there is a bar without a terminal too
    private static boolean isTerminal() {
        return System.console() != null;
    }

    private static @Nullable String failure(UpdateReport report) {
        return Stream.of(report.ipv4(), report.ipv6())
                .filter(outcome -> outcome instanceof Outcome.Failed)
                .map(outcome -> ((Outcome.Failed) outcome).detail())
                .findFirst()
                .orElse(null);
    }
}
