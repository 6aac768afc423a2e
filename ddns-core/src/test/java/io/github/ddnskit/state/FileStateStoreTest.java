package io.github.ddnskit.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");
    private static final RecordKey HOME_A = new RecordKey(Hostname.of("home.example.org"), AddressFamily.IPV4);
    private static final RecordKey HOME_AAAA = new RecordKey(Hostname.of("home.example.org"), AddressFamily.IPV6);
    private static final RecordState PUBLISHED = RecordState.unknown("bind")
            .attempting(Set.of(IpLiteral.parse("192.0.2.1")), NOW)
            .confirmed(Set.of(IpLiteral.parse("192.0.2.1")), "ttl=60", NOW);

    @TempDir
    Path folder;

    @Test
    void findsNothingAtTheFirstStart() throws IOException {
        assertThat(FileStateStore.at(folder.resolve("state")).load()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void remembersAcrossRestarts() throws IOException {
        Path file = folder.resolve("deep/er/state");
        FileStateStore.at(file).save(Map.of(HOME_A, PUBLISHED));
        assertThat(FileStateStore.at(file).load()).isEqualTo(Map.of(HOME_A, PUBLISHED));
        assertThat(folder.resolve("deep/er").toFile().list()).containsExactly("state");
    }

    @Test
    void keepsTheRecordsThatASaveIsNotAbout() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore.at(file).save(Map.of(HOME_A, PUBLISHED));
        RecordState halted = RecordState.unknown("bind")
                .halted(new RecordState.Halt("salt.hash", FailureReason.BLOCKED, "blocked: 50 % of \"it\"\nüber\t+"));
        FileStateStore.at(file).save(Map.of(HOME_AAAA, halted));
        assertThat(FileStateStore.at(file).load()).isEqualTo(Map.of(HOME_A, PUBLISHED, HOME_AAAA, halted));
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore.at(file).save(Map.of(HOME_A, PUBLISHED));
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void replacesAHalfWrittenFileThatACrashLeftBehind() throws IOException {
        Path file = folder.resolve("state");
        Files.writeString(folder.resolve("state.new"), "ddnskit-st");
        FileStateStore.at(file).save(Map.of(HOME_A, PUBLISHED));
        assertThat(FileStateStore.at(file).load()).containsOnlyKeys(HOME_A);
    }

    @Test
    void setsADamagedFileAsideUnderAnotherName() throws IOException {
        Path file = folder.resolve("state");
        for (String aside : new String[] {"state.damaged", "state.damaged.2"}) {
            Files.writeString(file, "nonsense");
            FileStateStore store = FileStateStore.at(file);
            assertThatThrownBy(store::load)
                    .isInstanceOf(DamagedStateException.class)
                    .hasMessageContaining("it is now " + folder.resolve(aside));
            assertThat(folder.resolve(aside)).hasContent("nonsense");
            assertThat(store.load()).isEmpty();
        }
    }

    @Test
    void noticesEveryChangeOfASingleByteAndEveryCut() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore.at(file).save(Map.of(HOME_A, PUBLISHED));
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertDamaged(changed, "byte " + i + " of " + new String(good, StandardCharsets.UTF_8));
            assertDamaged(Arrays.copyOf(good, i), "cut at " + i);
        }
    }

    private void assertDamaged(byte[] content, String what) throws IOException {
        Path file = Files.write(folder.resolve("damaged-state"), content);
        try {
            assertThat(FileStateStore.at(file).load()).as(what).isEmpty();
            throw new AssertionError("trusted after " + what);
        } catch (DamagedStateException e) {
            assertThat(e).hasMessageContaining("is damaged");
        } catch (IOException newerVersion) {
            assertThat(newerVersion).hasMessageContaining("later version");
        }
    }

    @Test
    void savesAlsoWhenInterruptedAndKeepsTheInterrupt() throws IOException {
        Path file = folder.resolve("state");
        Thread.currentThread().interrupt();
        FileStateStore.at(file).save(Map.of(HOME_A, PUBLISHED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(FileStateStore.at(file).load()).containsOnlyKeys(HOME_A);
    }

    @Test
    void leavesTheFileOfALaterVersionAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "ddnskit-state 2\nsomething new\n");
        FileStateStore store = FileStateStore.at(file);
        assertThatThrownBy(store::load).isInstanceOf(IOException.class).hasMessageContaining("later version");
        assertThatThrownBy(() -> store.save(Map.of(HOME_A, PUBLISHED))).isInstanceOf(IOException.class);
        assertThat(file).hasContent("ddnskit-state 2\nsomething new\n");
    }

    @Test
    void keepsTheOldStateWhenTheNewOneCannotBeWritten() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore store = FileStateStore.at(file);
        store.save(Map.of(HOME_A, PUBLISHED));
        // A folder in the place of the temporary file cannot be replaced by a file.
        Files.createDirectories(folder.resolve("state.new/in-the-way"));
        assertThatThrownBy(() -> store.save(Map.of(HOME_AAAA, PUBLISHED))).isInstanceOf(IOException.class);
        assertThat(FileStateStore.at(file).load()).containsOnlyKeys(HOME_A);
    }

    @Test
    void appendsToALongFileUntilItHasDoubled() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore store = FileStateStore.at(file, 100);
        store.save(manyRecords());
        byte[] written = Files.readAllBytes(file);
        store.save(Map.of(HOME_A, PUBLISHED));
        byte[] appended = Files.readAllBytes(file);
        assertThat(Arrays.copyOf(appended, written.length)).isEqualTo(written);
        assertThat(appended.length).isGreaterThan(written.length);
        for (int i = 0; i < 2 * written.length / (appended.length - written.length); i++) {
            store.save(Map.of(HOME_A, PUBLISHED));
        }
        assertThat(Files.size(file)).as("written anew on the way").isLessThan(2L * appended.length);
        assertThat(FileStateStore.at(file).load()).hasSize(manyRecords().size() + 1);
    }

    @Test
    void anAppendThatWasCutOffNeverHappened() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore store = FileStateStore.at(file, 100);
        store.save(manyRecords());
        int before = (int) Files.size(file);
        store.save(Map.of(HOME_A, PUBLISHED, HOME_AAAA, PUBLISHED));
        byte[] whole = Files.readAllBytes(file);
        for (int length = before; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(FileStateStore.at(file).load()).as("cut at " + length).isEqualTo(manyRecords());
        }
        FileStateStore restarted = FileStateStore.at(file);
        restarted.save(Map.of(HOME_A, PUBLISHED));
        assertThat(FileStateStore.at(file).load()).hasSize(manyRecords().size() + 1);
    }

    @Test
    void noticesEveryChangeOfASingleByteOfWhatWasAppended() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore store = FileStateStore.at(file, 100);
        store.save(manyRecords());
        int before = (int) Files.size(file);
        store.save(Map.of(HOME_A, PUBLISHED));
        byte[] good = Files.readAllBytes(file);
        for (int i = before; i < good.length - 1; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertDamaged(changed, "byte " + i);
        }
    }

    @Test
    void writesAnewWhatSomebodyElseHasTouched() throws IOException {
        Path file = folder.resolve("state");
        FileStateStore store = FileStateStore.at(file, 100);
        store.save(manyRecords());
        Files.delete(file);
        store.save(Map.of(HOME_A, PUBLISHED));
        assertThat(FileStateStore.at(file).load()).hasSize(manyRecords().size() + 1);
        Files.writeString(file, "shorter");
        store.save(Map.of(HOME_AAAA, PUBLISHED));
        assertThat(FileStateStore.at(file).load()).hasSize(manyRecords().size() + 2);
    }

    private static Map<RecordKey, RecordState> manyRecords() {
        Map<RecordKey, RecordState> many = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            many.put(new RecordKey(Hostname.of("h" + i + ".example.org"), AddressFamily.IPV4), PUBLISHED);
        }
        return many;
    }
}
