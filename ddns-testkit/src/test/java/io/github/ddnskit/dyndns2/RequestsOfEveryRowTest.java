package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What every row of the catalogue sends. */
class RequestsOfEveryRowTest {

    private static final Path APPROVED = Path.of("src/test/resources/io/github/ddnskit/dyndns2/requests.txt");
    private static final Lab LAB = new Lab();

    @AfterAll
    static void end() {
        LAB.close();
    }

    /** The table was looked through by people: a change of it is a change of what is sent. */
    @Test
    void sendsWhatWasApproved() throws Exception {
        StringBuilder sent = new StringBuilder();
        for (Dialect row : Lab.alive()) {
            sent.append(row.id()).append('\n');
            for (Sample sample : samples(row)) {
                sent.append("  ")
                        .append(sample.name())
                        .append(sent(row, sample))
                        .append('\n');
            }
        }
        if (System.getProperty("ddnskit.rewrite") != null) {
            Files.writeString(APPROVED, sent);
        }
        String approved = Files.readString(APPROVED);
        Set<String> known = approved.lines().collect(Collectors.toSet());
        assertThat(sent.toString().lines().filter(line -> !known.contains(line)))
                .as("what a row sends now; if it is right, run this again with -Dddnskit.rewrite, which writes "
                        + APPROVED)
                .isEmpty();
        assertThat(sent.toString()).isEqualTo(approved);
    }

    private record Sample(String name, List<Update> updates) {}

    private static List<Sample> samples(Dialect row) {
        Hostname home = Lab.name(row, "home");
        Goal keep = Goal.keep();
        List<Sample> samples = new ArrayList<>();
        Set<AddressFamily> families = LAB.families(row);
        if (families.contains(AddressFamily.IPV4)) {
            samples.add(new Sample("ipv4   ", List.of(Update.of(home, Lab.IPV4, keep))));
        }
        if (families.contains(AddressFamily.IPV6)) {
            samples.add(new Sample("ipv6   ", List.of(Update.of(home, keep, Lab.IPV6))));
        }
        if (families.size() == 2) {
            samples.add(new Sample("both   ", List.of(Update.of(home, Lab.IPV4, Lab.IPV6))));
        }
        if (row.canRemove(AddressFamily.IPV4)) {
            samples.add(new Sample("no ipv4", List.of(Update.of(home, Goal.remove(), keep))));
        }
        if (row.canRemove(AddressFamily.IPV6)) {
            samples.add(new Sample("no ipv6", List.of(Update.of(home, keep, Goal.remove()))));
        }
        if (!row.families().removeBoth().isEmpty()) {
            samples.add(new Sample("none   ", List.of(Update.of(home, Goal.remove(), Goal.remove()))));
        }
        if (row.request().batch() > 1) {
            samples.add(new Sample(
                    "hosts  ", List.of(Lab.update(row, home), Lab.update(row, Lab.name(row, "office")))));
        }
        options(row).ifPresent(options -> {
            Update update = Lab.update(row, home);
            samples.add(
                    new Sample("options", List.of(new Update(update.host(), update.ipv4(), update.ipv6(), options))));
        });
        return samples;
    }

    private static Optional<RecordOptions> options(Dialect row) {
        RecordOptions options = RecordOptions.defaults();
        Set<Role> roles = row.request().roles();
        if (roles.contains(Role.WILDCARD)) {
            options = options.withWildcard(true);
        }
        if (roles.contains(Role.MX)) {
            options = options.withMailExchanger(Hostname.of("mail.example.org"));
        }
        if (roles.contains(Role.TTL)) {
            options = options.withTtl(Duration.ofMinutes(1));
        }
        return options.equals(RecordOptions.defaults()) ? Optional.empty() : Optional.of(options);
    }

    private static String sent(Dialect row, Sample sample) throws InterruptedException {
        FakeDyndns2 service = LAB.serve(row).host(Lab.name(row, "office"));
        try (Dyndns2Updater updater = LAB.updater(row).build()) {
            List<UpdateReport> reports = updater.updateAll(sample.updates());
            List<HttpExchange> exchanges = service.exchanges();
            if (exchanges.isEmpty()) {
                return " " + reports.get(0);
            }
            assertThat(reports)
                    .as("%s %s", row.id(), sample.name())
                    .allSatisfy(report -> assertThat(List.of(report.ipv4(), report.ipv6()))
                            .noneMatch(outcome -> outcome instanceof Outcome.Failed));
            StringBuilder text = new StringBuilder();
            for (HttpExchange exchange : exchanges) {
                text.append(text.isEmpty() ? " " : "\n          ").append(describe(row, exchange));
            }
            return text.toString();
        }
    }

    private static String describe(Dialect row, HttpExchange exchange) {
        StringBuilder text = new StringBuilder(exchange.method())
                .append(row.isPlainHttpOnly() ? " http://" : " https://")
                .append(exchange.host())
                .append(exchange.target());
        if (!exchange.body().isEmpty()) {
            text.append(" body ").append(exchange.body());
        }
        exchange.basic().ifPresent(basic -> text.append(" basic ").append(basic));
        Authentication authentication = row.request().authentication();
        if (authentication instanceof Authentication.Header header) {
            text.append(' ')
                    .append(header.name())
                    .append(": ")
                    .append(exchange.header(header.name()).orElse(""));
        }
        row.request()
                .headers()
                .forEach((name, value) -> text.append(' ')
                        .append(name)
                        .append(": ")
                        .append(exchange.header(name).orElse("")));
        if (row.request().isSourceRegistered()) {
            text.append(" over ").append(exchange.family());
        }
        return text.toString();
    }
}
