package io.github.ddnskit.examples.client;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Query;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddns ip}: which address the device has, and how that is known. */
@Command(
        name = "ip",
        description = "Prints the addresses of this device, one on a line.",
        footer = {"", "Exit code: 0 an address is known, 1 none is, 2 the command line or configuration is wrong."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class IpCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--config", paramLabel = "FILE", description = "Ask the sources of this configuration.")
    private @Nullable Path file;

    @Option(names = "--family", paramLabel = "4|6", description = "Only IPv4 or only IPv6.")
    private @Nullable String family;

    @Option(names = "--explain", description = "Show every source, what it answered, and why that counts or not.")
    private boolean explain;

    @Parameters(
            paramLabel = "SOURCE",
            description = "interface[:NAME], file:PATH, fixed:ADDRESS[,ADDRESS...] or command:PROGRAM [ARGUMENTS];"
                    + " all interfaces if neither a source nor a configuration is given.")
    private List<String> specs = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        if (file != null && !specs.isEmpty()) {
            throw wrong("give either --config or sources, not both");
        }
        Set<AddressFamily> families = families();
        if (file != null) {
            try (DdnsConfig config = DdnsConfig.read(file)) {
                return print(families, config.sources(), config.allowed());
            }
        }
        List<IpSource> sources = new ArrayList<>();
        for (String source : specs.isEmpty() ? List.of("interface") : specs) {
            sources.add(source(source));
        }
        try {
            return print(families, sources, Set.of());
        } finally {
            sources.forEach(IpSource::close);
        }
    }

    private int print(Set<AddressFamily> families, List<IpSource> sources, Set<AddressClass> allowed)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean known = false;
        if (explain) {
            out.println(Answer.HEADER);
        }
        for (AddressFamily asked : families) {
            List<Answer> answers = new ArrayList<>();
            for (IpSource source : sources) {
                Observation seen = source.observe(Query.of(asked, PATIENCE));
                answers.add(new Answer(source.id(), asked, seen, allowed));
            }
            Optional<Answer> chosen = Answer.chosen(answers);
            if (explain) {
                answers.forEach(answer -> out.println(
                        answer.explained(chosen.filter(answer::equals).isPresent())));
            } else {
                chosen.ifPresent(answer -> answer.shown().forEach(found -> out.println(IpLiteral.format(found))));
            }
            chosen.filter(answer -> !answer.publishable())
                    .ifPresent(answer -> err.println("ddns: " + answer.objection()));
            known |= chosen.isPresent();
        }
        if (!known) {
            err.println("ddns: no source knows an address" + (explain ? "" : "; --explain shows what each said"));
        }
        return known ? Main.OK : Main.FAILED;
    }

    private Set<AddressFamily> families() {
        if (family == null) {
            return EnumSet.allOf(AddressFamily.class);
        }
        return switch (family) {
            case "4" -> EnumSet.of(AddressFamily.IPV4);
            case "6" -> EnumSet.of(AddressFamily.IPV6);
            default -> throw wrong("--family takes 4 or 6");
        };
    }

    private IpSource source(String text) {
        try {
            return SourceText.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
