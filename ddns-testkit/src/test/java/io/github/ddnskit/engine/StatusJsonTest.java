package io.github.ddnskit.engine;

import static io.github.ddnskit.AddressFamily.IPV4;
import static io.github.ddnskit.AddressFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Host;
import io.github.ddnskit.Retry;
import io.github.ddnskit.catalog.Texts;
import io.github.ddnskit.config.StatusJson;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StatusJsonTest extends ClientInManualTime {

    private static final Texts ENGLISH = Texts.load(Locale.ROOT);

    @Test
    void tellsAllThatAProgramAsksFor() throws Exception {
        ip.set("203.0.113.8");
        ip.setUnknown(IPV6);
        try (DdnsClient client = start()) {
            JsonNode json = read(client, ENGLISH);
            assertThat(json.at("/at").asText()).isEqualTo(client.status().at().toString());
            assertThat(json.at("/health/level").asText()).isEqualTo("degraded");
            assertThat(json.at("/health/reasons/0").asText()).startsWith(HOME + " AAAA is left as it is");
            assertThat(json.at("/detected/ipv4/addresses/0").asText()).isEqualTo("203.0.113.8");
            assertThat(json.at("/detected/ipv6/unknown").asText()).isNotEmpty();
            assertThat(json.at("/records/0/host").asText()).isEqualTo(HOME);
            assertThat(json.at("/records/0/family").asText()).isEqualTo("ipv4");
            assertThat(json.at("/records/0/target").asText()).isEqualTo("memory");
            assertThat(json.at("/records/0/upToDate").asBoolean()).isTrue();
            assertThat(json.at("/records/0/addresses/0").asText()).isEqualTo("203.0.113.8");
            assertThat(json.at("/records/0/confirmedAt").asText()).startsWith("2026-01-01T00:00:00");
            assertThat(json.at("/records/0/standing").asText()).isEqualTo("up-to-date");
            assertThat(json.at("/records/0/nextAttempt").isMissingNode()).isTrue();
            assertThat(json.at("/records/1/standing").asText()).isEqualTo("address-unknown");
        }
    }

    @Test
    void tellsWhatFailedAndWhenItIsTriedAgain() throws Exception {
        ip.set("203.0.113.8");
        MemoryUpdater refusing = new MemoryUpdater().failNext(1, FailureReason.BLOCKED, Retry.never());
        dns.failNext(1, FailureReason.UNREACHABLE, Retry.backoff());
        try (DdnsClient client =
                start(client().host(Host.of("no.example.test", refusing).withFamilies(IPV4)))) {
            JsonNode json = read(client, ENGLISH);
            assertThat(json.at("/health/level").asText()).isEqualTo("down");
            JsonNode failed = json.at("/records/0");
            assertThat(failed.at("/failures").asInt()).isEqualTo(1);
            assertThat(failed.at("/pause").asText()).isEqualTo("after-failure");
            assertThat(failed.at("/nextAttempt").asText()).startsWith("2026-01-01T00:00:");
            assertThat(failed.at("/standing").asText()).isEqualTo("never-published");
            JsonNode halted = json.at("/records/2");
            assertThat(halted.at("/halted/reason").asText()).isEqualTo("BLOCKED");
            assertThat(halted.at("/halted/detail").asText()).isEqualTo("as the test demands");
            assertThat(json.toString()).doesNotContain("s3cr3t");
        }
    }

    @Test
    void explainsInTheLanguageThatIsAskedFor() throws Exception {
        ip.set("203.0.113.8");
        try (DdnsClient client = start()) {
            assertThat(read(client, Texts.load(Locale.JAPANESE))
                            .at("/records/0/explanation")
                            .asText())
                    .isEqualTo(HOME + " Aは203.0.113.8です（2026-01-01T00:00:00Zに確認）。");
        }
    }

    private static JsonNode read(DdnsClient client, Texts texts) throws Exception {
        return new JsonMapper().readTree(StatusJson.of(client.status(), texts));
    }
}
