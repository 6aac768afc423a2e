package io.github.ddnskit.examples.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "once --help",
                "bulk --help",
                "ip --help",
                "verify --help",
                "doctor --help",
                "providers --help",
                "import --help",
                "serve --help",
                "gateway --help",
                "gateway account --help",
                "gateway account token --help"
            })
    void explainsItself(String line) {
        Program program = Program.run(line.split(" "));
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).startsWith("Usage: ddns");
        assertThat(program.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "run --version",
                "once --version",
                "bulk --version",
                "ip --version",
                "verify --version",
                "doctor --version",
                "providers --version",
                "import --version",
                "serve --version",
                "gateway --version"
            })
    void tellsItsVersion(String line) {
        Program program = Program.run(line.split(" "));
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).startsWith("ddns ").hasLineCount(1);
    }

    @Test
    void everySubcommandTakesALogLevel() {
        for (String command :
                new String[] {"run", "once", "bulk", "ip", "verify", "doctor", "providers", "import", "serve", "gateway"
                }) {
            assertThat(Program.run(command, "--help").out()).contains("--log-level");
        }
        assertThat(Program.run("ip", "fixed:192.0.2.1", "--log-level", "DEBUG").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                    | a command is missing
            walk                                  | walk
            run                                   | --config
            run --config                          | --config
            run --config x --speed 3              | --speed
            once                                  | --config
            once --config x --log-level loud      | loud
            bulk names.csv                        | --config
            bulk --config x                       | NAMES.csv
            ip --family 5                         | --family takes 4 or 6
            ip wifi                               | "wifi" is not a source
            ip wifi:wlan0                         | "wifi:wlan0" is not a source
            ip file:                              | nothing stands behind "file:"
            ip fixed:1.2.3                        | "1.2.3" is not an IP address
            ip --config x interface               | not both
            verify                                | HOST
            verify home..test                     | empty label
            verify home.test 1.2.3                | "1.2.3" is not the address of a name server
            verify home.test --port 0             | a port is 1 to 65535
            doctor home.test                      | --config
            doctor --config x                     | HOST
            providers no-such-type                | there is no type "no-such-type"
            providers --schema --json             | --schema goes alone
            providers rfc2136 --schema            | --schema goes alone
            import                                | FILE
            import nowhere/ddclient.conf          | there is no file
            import some.conf                      | --format
            import some.conf --format other       | --format
            gateway                               | --config
            gateway account                       | a command is missing
            gateway account add alice             | --accounts
            gateway account token --accounts x a b..c          | empty label
            serve --zone example.test             | --listen
            serve --listen 127.0.0.1:0            | --zone
            serve --listen 127.0.0.1 --zone e.test             | HOST:PORT
            serve --listen ns1.example:53 --zone e.test        | is not an IP address
            serve --listen 127.0.0.1:70000 --zone e.test       | 70000
            serve --listen 127.0.0.1:0 --zone e..test          | empty label
            serve --listen 127.0.0.1:0 --zone e.test --key k   | that is not a key
            serve --listen 127.0.0.1:0 --zone e.test --zone-file nowhere | nowhere
            serve --listen 127.0.0.1:0 --zone e.test --zone-file a.test=x | which is no --zone
            serve --listen 127.0.0.1:0 --zone e.test --fault servfail     | WHEN=EFFECT
            serve --listen 127.0.0.1:0 --zone e.test --personality shy    | shy
            serve --listen 127.0.0.1:0 --zone e.test --tls 99999          | 99999
            serve --listen 127.0.0.1:0 --zone e.test --tls-certificate x  | goes with --tls
            """)
    void saysWhatIsWrongWithTheCommandLine(String line, String message) {
        Program program = Program.run(line.isEmpty() ? new String[0] : line.split(" +"));
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.out()).isEmpty();
        assertThat(program.err())
                .containsPattern("(?m)^ddns: ") // other tests may log something before it
                .contains(message)
                .contains("Try: ddns")
                .doesNotContain("\tat ");
    }

    @Test
    void doesNotShowTheSecretOfAKeyThatIsWrong() {
        Program program = Program.run(
                "serve", "--listen", "127.0.0.1:0", "--zone", "e.test", "--key", "hmac-sha256:k:not*base64*secret");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).doesNotContain("base64*secret");
    }
}
