package io.github.ddnskit.route53;

import static io.github.ddnskit.route53.Route53Scene.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The updater against an emulator that others wrote: proof of the XML. It is optional even where peers are required,
 * because no distribution packages it.
 */
@Timeout(600)
class MotoTest {

    private static final Pattern RUNNING = Pattern.compile(".*Running on (http://127\\.0\\.0\\.1:[0-9]+).*");

    @SuppressWarnings("NullAway.Init")
    private Process moto;

    @SuppressWarnings("NullAway.Init")
    private String endpoint;

    @SuppressWarnings("NullAway.Init")
    private Route53Client client;

    @BeforeEach
    void start() throws IOException {
        Optional<Path> program = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "moto_server"))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(program.isPresent(), "moto_server is not installed: this test runs against it");
        moto = new ProcessBuilder(program.orElseThrow().toString(), "-H", "127.0.0.1", "-p", "0")
                .redirectErrorStream(true)
                .start();
        endpoint = address(moto);
        client = Route53Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(endpoint))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "key")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (moto != null) {
            client.close();
            moto.descendants().forEach(ProcessHandle::destroy);
            moto.destroy();
            if (!moto.waitFor(120, TimeUnit.SECONDS)) {
                moto.destroyForcibly();
            }
        }
    }

    @Test
    void publishesReplacesAndRemoves() throws Exception {
        String zone = client.createHostedZone(
                        create -> create.name("example.org").callerReference("1"))
                .hostedZone()
                .id();
        try (Route53Updater updater = Route53Updater.builder()
                .credentials(AwsCredentials.of("AKID", Secret.of("key")))
                .endpoint(endpoint)
                .allowPlainHttp()
                .owner("nas-1")
                .waitForSync(Duration.ofMinutes(1))
                .build()) {
            RecordOptions options =
                    RecordOptions.defaults().withWildcard(true).withMailExchanger(Hostname.of("mail.example.org"));
            Update first = new Update(
                    Hostname.of("home.example.org"), Goal.publish("192.0.2.7"), Goal.publish("2001:db8::7"), options);
            assertThat(updater.update(first)).isEqualTo(UpdateReport.published(first));
            assertThat(updater.update(first).ipv4()).isInstanceOf(Outcome.Unchanged.class);
            assertThat(values(zone))
                    .contains(
                            "home.example.org. A [192.0.2.7]",
                            "home.example.org. AAAA [2001:db8::7]",
                            "home.example.org. MX [10 mail.example.org.]",
                            "_ddnskit-owner.home.example.org. TXT [\"ddnskit owner=nas-1\"]")
                    .anyMatch(text -> text.matches("(\\\\052|\\*)\\.home\\.example\\.org\\. A \\[192\\.0\\.2\\.7]"));
            Update second =
                    new Update(Hostname.of("home.example.org"), Goal.publish("192.0.2.8"), Goal.remove(), options);
            assertThat(updater.updateAll(
                            List.of(second, update("nas.example.org", Goal.publish("192.0.2.9"), Goal.keep()))))
                    .allMatch(report -> report.ipv4() instanceof Outcome.Published);
            assertThat(values(zone))
                    .contains("home.example.org. A [192.0.2.8]", "nas.example.org. A [192.0.2.9]")
                    .noneMatch(text -> text.contains("AAAA"));
        }
    }

    private List<String> values(String zone) {
        return client.listResourceRecordSets(list -> list.hostedZoneId(zone)).resourceRecordSets().stream()
                .map(MotoTest::text)
                .toList();
    }

    private static String text(ResourceRecordSet set) {
        return set.name() + " " + set.typeAsString() + " "
                + set.resourceRecords().stream().map(ResourceRecord::value).toList();
    }

    /** The emulator says on which port it listens. */
    private static String address(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher running = RUNNING.matcher(line);
            if (running.matches()) {
                return running.group(1);
            }
        }
        throw new IOException("moto_server ended without a word");
    }
}
