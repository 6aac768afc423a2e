package io.github.ddnskit.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AddressGlanceTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path first;

    @SuppressWarnings("NullAway.Init")
    private Path second;

    @BeforeEach
    void write() throws IOException {
        first = Files.writeString(folder.resolve("if_inet6"), "one\ntwo\n");
        second = Files.writeString(folder.resolve("fib_trie"), "three\n");
    }

    @Test
    void seesWhenOneOfTheFilesHasChanged() throws IOException {
        try (AddressGlance glance = glance()) {
            assertThat(glance.isAsBefore()).as("the first time").isFalse();
            assertThat(glance.isAsBefore()).isTrue();
            Files.writeString(first, "one\n");
            assertThat(glance.isAsBefore()).as("shorter").isFalse();
            Files.writeString(second, "threE\n");
            assertThat(glance.isAsBefore()).as("a letter").isFalse();
            assertThat(glance.isAsBefore()).isTrue();
            Files.writeString(second, "");
            assertThat(glance.isAsBefore()).as("empty").isFalse();
            assertThat(glance.isAsBefore()).isTrue();
        }
    }

    @Test
    void neverSaysSoOfAFileThatIsMissingOrLong() throws IOException {
        Files.writeString(second, "x".repeat(32 * 1024));
        try (AddressGlance glance = glance()) {
            glance.isAsBefore();
            assertThat(glance.isAsBefore()).as("long").isFalse();
            assertThat(glance.isAsBefore()).isFalse();
        }
        Files.delete(second);
        try (AddressGlance glance = glance()) {
            glance.isAsBefore();
            assertThat(glance.isAsBefore()).as("missing").isFalse();
        }
    }

    private AddressGlance glance() {
        return new AddressGlance(List.of(first.toString(), second.toString()));
    }
}
