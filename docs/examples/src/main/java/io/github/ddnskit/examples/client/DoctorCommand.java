package io.github.ddnskit.examples.client;

import io.github.ddnskit.Host;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.catalog.Texts;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.doctor.Diagnosis;
import io.github.ddnskit.doctor.Doctor;
import io.github.ddnskit.doctor.Finding;
import io.github.ddnskit.ip.AddressClass;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddns doctor}: why a name does not lead to this device. */
@Command(
        name = "doctor",
        description = {
            "Finds out why a name does not lead to this device, and says what to do.",
            "It only looks: nothing is published or changed."
        },
        footer = {
            "",
            "Exit code: 0 nothing needs to be done, 1 something does,"
                    + " 2 the command line or configuration is wrong."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DoctorCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ConfigOption configuration;

    @Mixin
    private ServerOptions look;

    @Parameters(paramLabel = "HOST", description = "A host of the configuration.")
    private String host;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Option(names = "--lang", paramLabel = "TAG", description = "The language of the findings, such as ja.")
    private String language = "en";

    @Override
    public Integer call() throws Exception {
        common.startLogging();
        try (DdnsConfig config = configuration.read()) {
            Doctor doctor;
            try {
                find(host, config);
                doctor = doctor(config);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            }
            Diagnosis diagnosis = doctor.examine(Hostname.of(host));
            print(diagnosis, Texts.load(Locale.forLanguageTag(language)));
            return diagnosis.isHealthy() ? Main.OK : Main.FAILED;
        }
    }

    /**
     * Finds a host in a configuration.
     *
     * @throws IllegalArgumentException if it is not there; the message names those that are
     */
    static Host find(String name, DdnsConfig config) {
        Hostname wanted = Hostname.of(name);
        return config.hosts().stream()
                .filter(host -> host.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the configuration has no host " + wanted + "; it has "
                        + config.hosts().stream()
                                .map(host -> host.name().toString())
                                .collect(Collectors.joining(", "))));
    }

    private Doctor doctor(DdnsConfig config) {
        Doctor.Builder doctor = Doctor.builder()
                .policy(config.policy())
                .allow(config.allowed().toArray(AddressClass[]::new))
                .port(look.port);
        config.hosts().forEach(doctor::host);
        config.sources().forEach(doctor::source);
        config.state().ifPresent(doctor::state);
        look.resolvers.forEach(doctor::resolver);
        return doctor.build();
    }

    private void print(Diagnosis diagnosis, Texts texts) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DiagnosisJson.of(diagnosis, texts).toPrettyString());
            return;
        }
        ViewTable.lines(diagnosis.published()).forEach(out::println);
        for (Finding finding : diagnosis.findings()) {
            Finding.Words words = finding.words(texts);
            out.println();
            out.println("%-8s %s [%s]".formatted(finding.severity(), words.what(), finding.kind()));
            out.println("         " + words.evidence());
            out.println("      -> " + words.advice());
        }
        out.println();
        out.println(diagnosis.summary(texts));
    }
}
