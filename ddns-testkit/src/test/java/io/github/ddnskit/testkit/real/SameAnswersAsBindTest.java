package io.github.ddnskit.testkit.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.peers.Named;
import io.github.ddnskit.peers.PeerServer;
import io.github.ddnskit.peers.PeerZone;
import io.github.ddnskit.peers.Tool;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.FakeAuthoritativeServerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dig} and {@code kdig} print the same of both servers. */
final class SameAnswersAsBindTest {

    private static final String ZONE = "example.test";
    /** Enough for a transfer in several messages. */
    private static final int HOSTS = 3000;

    private static PeerServer bind;
    private static FakeAuthoritativeServer fake;

    @BeforeAll
    static void start() {
        List<String> records = Stream.concat(
                        UpdateScript.RECORDS.stream(),
                        IntStream.range(0, HOSTS).mapToObj("host%d 60 A 192.0.2.1"::formatted))
                .toList();
        bind = Named.start(List.of(new PeerZone(ZONE, PeerZone.Updates.SIGNED, records)));
        FakeAuthoritativeServerBuilder builder =
                FakeAuthoritativeServer.zone(ZONE).record(String.join("\n", Transfer.of(bind.port(), ZONE)));
        PeerServer.keys().forEach(builder::key);
        fake = builder.start();
    }

    @AfterAll
    static void stop() {
        if (bind != null) {
            bind.close();
        }
        if (fake != null) {
            fake.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.example.test A",
                "www.example.test A +tcp",
                "alias.example.test AAAA",
                "x.wild.example.test A",
                "nothing.example.test A",
                "empty.example.test TXT",
                "x.child.example.test A",
                "example.test AXFR"
            })
    void printTheSame(String question) {
        for (String tool : List.of("dig", "kdig")) {
            assertThat(ask(tool, question, fake.port())).as(tool).isEqualTo(ask(tool, question, bind.port()));
        }
        String unsigned = ask("dig", question, fake.port()).toString();
        for (TsigAlgorithm algorithm : TsigAlgorithm.values()) {
            TsigKey key = PeerServer.key(algorithm);
            String option =
                    " -y " + algorithm + ":" + key.name() + ":" + key.secret().reveal();
            assertThat(ask("dig", question + option, fake.port()))
                    .as(algorithm.toString())
                    .hasToString(unsigned);
        }
        TsigKey key = PeerServer.key(TsigAlgorithm.HMAC_SHA512);
        String option =
                " -y " + key.algorithm() + ":" + key.name() + ":" + key.secret().reveal();
        assertThat(ask("kdig", question + option, fake.port())).isEqualTo(ask("kdig", question + option, bind.port()));
    }

    private static List<String> ask(String tool, String question, int port) {
        List<String> arguments = new ArrayList<>(List.of("@127.0.0.1", "-p", Integer.toString(port)));
        arguments.addAll(List.of(question.split(" ", -1)));
        arguments.addAll(List.of("+noall", "+answer", "+authority", "+comments"));
        Tool run = Tool.run(tool, arguments.toArray(String[]::new));
        String all = run.stdout() + run.stderr();
        assertThat(run.exitCode()).as(all).isZero();
        return all.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("; ") && !line.contains("SECTION:"))
                // a signature is one more in the additional section
                .filter(line -> !line.contains("QUERY: "))
                .map(line -> line.replaceAll("id: \\d+", "id").replaceAll("\\s+", " "))
                .distinct() // a transfer has as many headers as messages
                .sorted()
                .toList();
    }
}
