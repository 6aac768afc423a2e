package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.failed;
import static io.github.ddnskit.route53.Route53Scene.ipv4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.testkit.provider.FakeRoute53;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

class FailuresTest {

    private static final String ID = FakeRoute53.ACCESS_KEY_ID;
    private static final String KEY = FakeRoute53.SECRET_ACCESS_KEY;

    @AutoClose
    private final Route53Scene scene = new Route53Scene();

    @Test
    void stopsForAKeyThatIsWrongAndSaysSoForTheWholeAccount() throws Exception {
        Outcome.Failed wrong = publish(AwsCredentials.of(ID, Secret.of("another key")));
        assertThat(wrong.reason()).isEqualTo(FailureReason.BAD_CREDENTIALS);
        assertThat(wrong.retry()).isEqualTo(Retry.never());
        assertThat(wrong.isAccountWide()).isTrue();
        Outcome.Failed unknown = publish(AwsCredentials.of("AKIDOTHER", Secret.of(KEY)));
        assertThat(unknown.reason()).isEqualTo(FailureReason.UNKNOWN_CREDENTIALS);
        assertThat(unknown.retry()).isEqualTo(Retry.never());
    }

    @Test
    void comesBackWithKeysThatRotate() throws Exception {
        scene.route53.requireSessionToken("token");
        AwsCredentials stale = AwsCredentials.of(ID, Secret.of(KEY), Secret.of("stale"));
        assertThat(publish(stale).retry()).isEqualTo(Retry.backoff());
        AwsCredentials fresh = AwsCredentials.of(ID, Secret.of(KEY), Secret.of("token"));
        Route53Updater updater = unbuilt(fresh).build();
        assertThat(updater.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
    }

    @Test
    void takesWhateverAnAwsProviderGives() throws Exception {
        AwsCredentialsProvider plain = StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, KEY));
        assertThat(unbuilt(AwsIdentity.of(plain))
                        .build()
                        .update(ipv4("home.example.org", "192.0.2.7"))
                        .ipv4())
                .isInstanceOf(Outcome.Published.class);
        scene.route53.requireSessionToken("token");
        AwsCredentialsProvider session =
                StaticCredentialsProvider.create(AwsSessionCredentials.create(ID, KEY, "token"));
        assertThat(unbuilt(AwsIdentity.of(session))
                        .build()
                        .update(ipv4("home.example.org", "192.0.2.8"))
                        .ipv4())
                .isInstanceOf(Outcome.Published.class);
    }

    @Test
    void saysSoIfAProviderGivesNothing() throws Exception {
        AwsCredentialsProvider broken = () -> {
            throw new IllegalStateException("canary");
        };
        IdentityProvider<AwsCredentialsIdentity> failing =
                new Provider(CompletableFuture.failedFuture(new IllegalArgumentException("canary")));
        IdentityProvider<AwsCredentialsIdentity> silent = new Provider(new CompletableFuture<>());
        for (IdentityProvider<? extends AwsCredentialsIdentity> one : java.util.List.of(broken, failing)) {
            Outcome.Failed failed = publish(AwsIdentity.of(one));
            assertThat(failed.reason()).isEqualTo(FailureReason.BAD_CREDENTIALS);
            assertThat(failed.detail()).contains("gave no credentials").doesNotContain("canary");
        }
        Outcome.Failed late = failed(unbuilt(AwsIdentity.of(silent))
                .timeout(Duration.ofMillis(20))
                .build()
                .update(ipv4("home.example.org", "192.0.2.7")));
        assertThat(late.detail()).contains("in time");
        assertThat(scene.route53.exchanges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT10M, 600 s ahead", "-PT10M, 600 s behind"})
    void tellsByHowMuchTheClockIsWrong(Duration offset, String words) throws Exception {
        Clock wrong = Clock.offset(Clock.systemUTC(), offset);
        UpdateReport report = scene.builder().clock(wrong).build().update(ipv4("home.example.org", "192.0.2.7"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.CLOCK_SKEW);
        assertThat(failed(report).retry()).isEqualTo(Retry.backoff());
        String detail = failed(report).detail().replaceAll("(599|601) s", "600 s");
        assertThat(detail).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, REFUSED, never, route53:ChangeResourceRecordSets",
        "403, ExpiredToken, BAD_CREDENTIALS, with backoff, expired",
        "404, NoSuchHostedZone, ZONE_NOT_SERVED, with backoff, zone id",
        "400, InvalidInput, BAD_REQUEST, with backoff, InvalidInput",
        "503, ServiceUnavailable, SERVER_ERROR, with backoff, not available",
        "500, InternalFailure, SERVER_ERROR, with backoff, failed",
        "418, Teapot, BAD_REPLY, with backoff, not expected"
    })
    void knowsWhatEachCodeMeans(int status, String code, FailureReason reason, String retry, String word)
            throws Exception {
        scene.route53.failNext(1, status, code);
        Outcome.Failed failed = publish(Route53Scene.KEY);
        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.retry()).hasToString(retry);
        assertThat(failed.detail()).contains(word);
        assertThat(scene.route53.exchanges()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not XML",
                "",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
                "<!DOCTYPE x><x/>",
                "<a><b></a>"
            })
    void believesNoReplyThatIsNotPlainXml(String body) throws Exception {
        scene.route53.answerNext(HttpAnswer.xml(200, body));
        assertThat(publish(Route53Scene.KEY).reason()).isEqualTo(FailureReason.BAD_REPLY);
        scene.route53.answerNext(HttpAnswer.xml(500, body));
        assertThat(publish(Route53Scene.KEY).reason()).isEqualTo(FailureReason.SERVER_ERROR);
    }

    @Test
    void doesNotSendAChangeAgainOfWhichNobodyKnowsWhatBecame() throws Exception {
        Route53Updater updater = scene.builder().build();
        updater.update(ipv4("home.example.org", "192.0.2.7"));
        scene.route53.clear();
        scene.route53.loseNextReply();
        UpdateReport report = updater.update(ipv4("home.example.org", "192.0.2.8"));
        assertThat(failed(report).reason()).isEqualTo(FailureReason.UNREACHABLE);
        assertThat(scene.route53.batches()).hasSize(1);
        assertThat(updater.update(ipv4("home.example.org", "192.0.2.8")).ipv4())
                .as("it was carried out after all")
                .isInstanceOf(Outcome.Unchanged.class);
    }

    @Test
    void signsForOtherPartitions() throws Exception {
        scene.route53.requireRegion("cn-northwest-1");
        Route53Updater china = scene.builder().region("cn-northwest-1").build();
        assertThat(china.update(ipv4("home.example.org", "192.0.2.7")).ipv4()).isInstanceOf(Outcome.Published.class);
        assertThat(scene.route53.exchanges()).allMatch(one -> one.host().equals("route53.amazonaws.com.cn"));
        assertThat(publish(Route53Scene.KEY).reason()).isEqualTo(FailureReason.BAD_CREDENTIALS);
    }

    @Test
    void refusesABuilderThatMakesNoSense() {
        assertThatThrownBy(() -> Route53Updater.builder().build()).hasMessageContaining("credentials");
        assertThatThrownBy(() -> scene.builder().region("eu-west-1").build()).hasMessageContaining("endpoint");
        assertThatThrownBy(() -> scene.builder().endpoint("https://example.org/path"))
                .hasMessageContaining("path");
        assertThatThrownBy(() -> scene.builder().endpoint("http://127.0.0.1:1").build())
                .hasMessageContaining("in the clear");
        assertThatThrownBy(() -> scene.builder().timeout(Duration.ZERO)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> scene.builder().waitForSync(Duration.ofDays(1)))
                .hasMessageContaining("1 h");
        assertThatThrownBy(() -> AwsCredentials.of(" ", Secret.of("x"))).hasMessageContaining("blank");
    }

    private Route53Updater.Builder unbuilt(AwsCredentials credentials) {
        return Route53Updater.builder()
                .credentials(credentials)
                .http(scene.http)
                .ticker(scene.time);
    }

    private Outcome.Failed publish(AwsCredentials credentials) throws Exception {
        return failed(unbuilt(credentials).build().update(ipv4("home.example.org", "192.0.2.7")));
    }

    private record Provider(CompletableFuture<AwsCredentialsIdentity> answer)
            implements IdentityProvider<AwsCredentialsIdentity> {
        @Override
        public Class<AwsCredentialsIdentity> identityType() {
            return AwsCredentialsIdentity.class;
        }

        @Override
        public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
            return answer;
        }
    }
}
