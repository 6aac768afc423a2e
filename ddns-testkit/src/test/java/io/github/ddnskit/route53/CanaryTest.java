package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Secret;
import io.github.ddnskit.testkit.provider.FakeRoute53;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Neither key, token nor signature comes up in anything that a person might see. */
@Isolated("sets the levels of loggers")
class CanaryTest {

    private static final String TOKEN = "canary-session-token";

    @AutoClose
    private final Route53Scene scene = new Route53Scene();

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void noSecretComesUp() throws Exception {
        Logger logger = Logger.getLogger("io.github.ddnskit");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                seen.add(entry.getMessage() + List.of(entry.getParameters() == null ? "" : entry.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Level before = logger.getLevel();
        logger.setLevel(Level.ALL);
        logger.addHandler(handler);
        try {
            publishInAllWays();
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(before);
        }
        List<String> signatures = scene.route53.exchanges().stream()
                .map(one -> one.header("Authorization").orElse("?").replaceAll(".*Signature=", ""))
                .toList();
        assertThat(signatures).hasSizeGreaterThan(5);
        assertThat(seen)
                .hasSizeGreaterThan(20)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContain(FakeRoute53.SECRET_ACCESS_KEY, TOKEN)
                        .doesNotContain(signatures.toArray(String[]::new)));
    }

    private void publishInAllWays() throws Exception {
        AwsCredentials right = AwsCredentials.of(
                FakeRoute53.ACCESS_KEY_ID, Secret.of(FakeRoute53.SECRET_ACCESS_KEY), Secret.of(TOKEN));
        scene.route53.requireSessionToken(TOKEN);
        see(right, "192.0.2.7");
        scene.route53.requireSessionToken("another");
        see(right, "192.0.2.8");
        see(AwsCredentials.of("AKIDOTHER", Secret.of(FakeRoute53.SECRET_ACCESS_KEY), Secret.of(TOKEN)), "192.0.2.9");
        String echo = "<ErrorResponse><Error><Code>" + TOKEN + "</Code><Message>" + TOKEN
                + "</Message></Error></ErrorResponse>";
        scene.route53.answerNext(HttpAnswer.xml(400, echo));
        see(right, "192.0.2.10");
        scene.route53.answerNext(HttpAnswer.xml(400, echo.replaceFirst(TOKEN, "InvalidChangeBatch")));
        see(right, "192.0.2.11");
        scene.route53.answerNext(HttpAnswer.disconnect());
        see(right, "192.0.2.12");
        scene.close();
        see(right, "192.0.2.13");
    }

    private void see(AwsCredentials credentials, String address) throws Exception {
        Route53Updater updater = Route53Updater.builder()
                .credentials(credentials)
                .http(scene.http)
                .ticker(scene.time)
                .build();
        seen.add(String.valueOf(updater.identity()));
        seen.add(String.valueOf(credentials));
        seen.add(String.valueOf(credentials.resolve(Deadline.after(Duration.ofSeconds(1), scene.time))));
        seen.add(updater.update(ipv4("home.example.org", address)).toString());
    }
}
