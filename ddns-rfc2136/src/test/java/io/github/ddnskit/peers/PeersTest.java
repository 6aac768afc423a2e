package io.github.ddnskit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import org.junit.jupiter.api.Test;

/** The drivers do what they say, with the tools of the servers' own makers. */
final class PeersTest {

    @Test
    void namedTakesWhatNsupdateSendsAndKeepsItAcrossARestart() {
        try (PeerServer server = Named.start()) {
            keepsAcrossARestart(server, "nsupdate");
        }
    }

    @Test
    void knotdTakesWhatKnsupdateSendsAndKeepsItAcrossARestart() {
        try (PeerServer server = Knotd.start()) {
            keepsAcrossARestart(server, "knsupdate");
        }
    }

    private static void keepsAcrossARestart(PeerServer server, String tool) {
        for (TsigKey key : PeerServer.keys().subList(0, TsigAlgorithm.values().length)) {
            String name = key.algorithm() + ".example.test";
            Tool run = update(server, tool, key, "example.test", name);
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(server.data(name, "A")).containsExactly("192.0.2.7");
        }
        Tool refused = update(server, tool, PeerServer.powerlessKey(), "example.test", "no.example.test");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(server.data("no.example.test", "A")).isEmpty();

        server.restart();
        assertThat(server.data("hmac-sha256.example.test", "A")).containsExactly("192.0.2.7");
        String port = Integer.toString(server.port());
        assertThat(Tool.run("dig", "@127.0.0.1", "-p", port, "+short", "text.example.test", "TXT")
                        .stdout()
                        .strip())
                .isEqualTo("\"kept\"");
    }

    private static Tool update(PeerServer server, String tool, TsigKey key, String zone, String name) {
        String script = String.join(
                "\n",
                "server 127.0.0.1 " + server.port(),
                "zone " + zone + ".",
                "update add " + name + ". 60 A 192.0.2.7",
                "send\n");
        return Tool.runWith(
                script,
                tool,
                "-y",
                key.algorithm() + ":" + key.name() + ":" + key.secret().reveal());
    }
}
