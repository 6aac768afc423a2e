package io.github.ddnskit.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Secret;
import io.github.ddnskit.ip.AddressClass;
import io.github.ddnskit.testkit.ManualTime;
import io.github.ddnskit.testkit.RecordingListener;
import io.github.ddnskit.testkit.ScriptedIpSource;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import io.github.ddnskit.testkit.provider.HttpExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Secrets reach the service, and nobody else: wherever they travel, and whatever the service makes of them. */
@Isolated
class SecretsTest {

    private static final String USER = "canary-user";
    private static final String PASSWORD = "canary-password";
    private static final String TOKEN = "canary-token";

    private static Stream<Dialect> places() {
        return Stream.of(
                place("basic").build(),
                place("query")
                        .parameter("user", "{username}")
                        .parameter("password", "{password}")
                        .parameter("token", "{token}")
                        .build(),
                place("form")
                        .parameter("user", "{username}")
                        .parameter("password", "{password}")
                        .method("POST")
                        .form()
                        .build(),
                Dialect.builder("path")
                        .families(FamilyStyle.EACH)
                        .parameter("ip", "{ip}")
                        .parameter("name", "{host}")
                        .url("https://dns.example.net/u/{token}/{username}/")
                        .build(),
                place("header")
                        .auth(new Authentication.Header("X-Key", "Key", Value.of("{token}")))
                        .build());
    }

    private static DialectBuilder place(String id) {
        DialectBuilder builder =
                Dialect.builder(id).families(FamilyStyle.EACH).url("https://dns.example.net/nic/update");
        return id.equals("basic")
                ? builder
                : builder.parameter("hostname", "{host}").parameter("myip", "{ip}");
    }

    @Test
    void secretsAreToldToNobody() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Handler handler = new Listening(told);
        root.addHandler(handler);
        root.setLevel(Level.FINE);
        List<Dialect> dialects = places().toList();
        try (Lab lab = new Lab(dialects.toArray(Dialect[]::new))) {
            for (Dialect dialect : dialects) {
                told.addAll(everythingThatIsSaid(lab, dialect));
            }
        } finally {
            root.removeHandler(handler);
            root.setLevel(before);
        }
        assertThat(told).isNotEmpty().allSatisfy(text -> assertThat(text).doesNotContain("canary"));
    }

    private static List<String> everythingThatIsSaid(Lab lab, Dialect dialect) {
        FakeDyndns2 service = lab.serve(dialect).account(USER, PASSWORD, TOKEN);
        Dyndns2Updater.Builder builder =
                Dyndns2Updater.builder().dialect(dialect).http(lab.engine(dialect));
        if (dialect.request().roles().contains(Role.USERNAME)) {
            builder.username(USER);
        }
        if (dialect.request().roles().contains(Role.PASSWORD)) {
            builder.password(Secret.of(PASSWORD));
        }
        if (dialect.request().roles().contains(Role.TOKEN)) {
            builder.token(Secret.of(TOKEN));
        }
        ManualTime time = ManualTime.create();
        RecordingListener events = RecordingListener.create();
        ScriptedIpSource ip = ScriptedIpSource.create();
        ip.set("203.0.113.8");
        Dyndns2Updater updater = builder.clock(time.clock()).build();
        List<String> told = new ArrayList<>();
        told.add(updater + " " + updater.identity() + " " + updater.capabilities() + " " + updater.dialect());
        for (String body : List.of(USER + " " + PASSWORD + " " + TOKEN, "good canary", "abuse " + TOKEN)) {
            service.failNext(1, HttpAnswer.text(200, body));
        }
        service.failNext(1, HttpAnswer.text(302, "").with("Location", "https://elsewhere.example/" + TOKEN));
        service.failNext(1, HttpAnswer.disconnect());
        try (DdnsClient client = DdnsClient.builder()
                .clock(time.clock())
                .scheduler(time.scheduler())
                .random(new Random(1))
                .source(ip)
                .host(Lab.name(dialect, "home").ascii(), updater)
                .allow(AddressClass.DOCUMENTATION)
                .interval(Duration.ofHours(6))
                .listener(events)
                .build()) {
            client.start();
            for (int day = 0; day < 6; day++) {
                time.advance(Duration.ofDays(1));
                ip.set("203.0.113." + (9 + day));
                client.resume(Lab.name(dialect, "home"));
                told.add(client.status().toString());
            }
        }
        assertThat(service.exchanges())
                .as(dialect.id())
                .hasSizeGreaterThan(4)
                .allSatisfy(exchange -> assertThat(sent(exchange)).contains("canary"));
        told.addAll(events.events().stream().map(Object::toString).collect(Collectors.toList()));
        return told;
    }

    private static String sent(HttpExchange exchange) {
        return exchange.target() + exchange.body() + exchange.headers() + exchange.basic();
    }

    private static final class Listening extends Handler {
        private final List<String> told;

        Listening(List<String> told) {
            this.told = told;
        }

        @Override
        public void publish(LogRecord entry) {
            // MockWebServer, which stands for the service, logs what it was asked.
            if (!String.valueOf(entry.getLoggerName()).startsWith("mockwebserver3")
                    && !String.valueOf(entry.getLoggerName()).startsWith("okhttp3")) {
                told.add(new SimpleFormatter().format(entry));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
