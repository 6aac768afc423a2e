package io.github.ddnskit.examples.client;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.ip.Consensus;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.ip.Vote;
import io.github.ddnskit.policy.DetectionPolicy;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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

    @Option(names = "--json", description = "Show the same as --explain, as JSON.")
    private boolean json;

    @Parameters(
            paramLabel = "SOURCE",
            description = "A type of source, alone or with its first setting, such as nat-pmp, interface:eth0,"
                    + " stun:SERVER, http:URL, fixed:ADDRESS,ADDRESS or \"command:PROGRAM ARGUMENTS\";"
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
        Consensus consensus = Consensus.of(sources, DetectionPolicy.standard(), allowed, Clock.systemUTC());
        List<Verdict> verdicts = new ArrayList<>();
        for (AddressFamily asked : families) {
            verdicts.add(explain || json ? consensus.askAll(asked) : consensus.ask(asked, Set.of()));
        }
        if (json) {
            out.println(VerdictJson.of(verdicts));
        } else if (explain) {
            out.println(VerdictTable.HEADER);
            verdicts.stream().flatMap(VerdictTable::rows).forEach(out::println);
        }
        boolean known = false;
        for (Verdict verdict : verdicts) {
            Set<InetAddress> shown = shown(verdict, err);
            known |= !shown.isEmpty();
            if (!json && !explain) {
                shown.forEach(address -> out.println(IpLiteral.format(address)));
            }
        }
        if (!known) {
            err.println("ddns: no source knows an address" + (explain ? "" : "; --explain shows what each said"));
        }
        return known ? Main.OK : Main.FAILED;
    }

    /** What is believed, or else what a source said that is not to be published, with the reason why not. */
    private static Set<InetAddress> shown(Verdict verdict, PrintWriter err) {
        if (verdict.observation() instanceof Observation.Found found) {
            return found.addresses();
        }
        for (Vote vote : verdict.votes()) {
            if (vote.answer() instanceof Observation.Found found) {
                err.println("ddns: a client would not publish it: " + vote.why());
                return found.addresses();
            }
        }
        return Set.of();
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
