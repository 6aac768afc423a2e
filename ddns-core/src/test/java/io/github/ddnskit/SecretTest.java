package io.github.ddnskit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

    @TempDir
    Path folder;

    @Test
    void showsItselfOnlyWhenAskedTo() {
        Secret secret = Secret.of("s3cr3t");
        assertThat(secret.reveal()).isEqualTo("s3cr3t");
        assertThat(secret.toString()).isEqualTo("Secret[literal, masked]");
        assertThat(secret).isNotEqualTo(Secret.of("s3cr3t"));
        assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isReadFromTheEnvironmentWhenItIsUsed() {
        assertThat(Secret.fromEnv("PATH").reveal()).isEqualTo(System.getenv("PATH"));
        assertThatThrownBy(Secret.fromEnv("NO_SUCH_VARIABLE_HERE")::reveal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is no secret in the environment variable NO_SUCH_VARIABLE_HERE");
    }

    @Test
    void isReadAnewFromAFileWithoutItsLastLineEnd() throws IOException {
        Path file = folder.resolve("secret");
        Secret secret = Secret.fromFile(file);
        assertThatThrownBy(secret::reveal).hasMessageContaining(file.toString());

        Files.writeString(file, "one\n");
        assertThat(secret.reveal()).isEqualTo("one");
        Files.writeString(file, "two \r\n");
        assertThat(secret.reveal()).isEqualTo("two ");
        Files.write(file, new byte[] {'k', (byte) 0xff});
        assertThatThrownBy(secret::reveal)
                .hasMessageContaining("MalformedInput")
                .hasNoCause();
    }

    @Test
    void warnsWhenOthersCanReadTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "s3cr3t");
        if (System.getenv("DDNSKIT_REQUIRE_PEERS") == null) {
            org.junit.jupiter.api.Assumptions.assumeTrue(
                    Files.getFileStore(file).supportsFileAttributeView("posix"), "needs POSIX file permissions");
        }
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                warnings.add(java.text.MessageFormat.format(logged.getMessage(), logged.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Secret.class.getName());
        logger.addHandler(handler);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThat(Secret.fromFile(file).reveal()).isEqualTo("s3cr3t");
            assertThat(warnings).isEmpty();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(Secret.fromFile(file).reveal()).isEqualTo("s3cr3t");
            assertThat(warnings).singleElement().asString().contains("chmod 600 " + file);
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void comesFromAnywhere() {
        assertThat(Secret.from(() -> "vault").reveal()).isEqualTo("vault");
        assertThatThrownBy(() -> Secret.from(() -> "").reveal()).hasMessageContaining("supplier");
    }
}
