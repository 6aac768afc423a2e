package io.github.ddnskit.contract;

import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.FileStateStore;
import io.github.ddnskit.state.MemoryStateStore;
import io.github.ddnskit.testkit.contract.StateStoreContract;
import io.github.ddnskit.testkit.contract.StateStoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The stores that need nothing but this machine; that of PostgreSQL is tested with its replicas. */
class StateStoresContractTest {

    @Nested
    class InMemory extends StateStoreContract {
        @Override
        protected StateStoreFixture fixture() {
            return new StateStoreFixture() {
                @Override
                public StateStore open() {
                    return MemoryStateStore.create();
                }

                @Override
                public boolean survives() {
                    return false;
                }

                @Override
                public void close() {}
            };
        }
    }

    @Nested
    class InAFile extends StateStoreContract {

        @TempDir
        @SuppressWarnings("NullAway.Init")
        Path folder;

        @Override
        protected StateStoreFixture fixture() {
            return new StateStoreFixture() {

                private final Path file = folder.resolve("below/state");

                @Override
                public StateStore open() {
                    return FileStateStore.at(file);
                }

                /** A folder in the place of the file that is written first: root may write anywhere. */
                @Override
                public boolean breakDown() throws IOException {
                    Files.move(file, folder.resolve("kept"));
                    Files.createDirectories(file.resolve("full"));
                    return true;
                }

                @Override
                public void repair() throws IOException {
                    Files.delete(file.resolve("full"));
                    Files.delete(file);
                    Files.move(folder.resolve("kept"), file);
                }

                @Override
                public boolean damage() throws IOException {
                    byte[] octets = Files.readAllBytes(file);
                    octets[octets.length / 2] ^= 1;
                    Files.write(file, octets);
                    return true;
                }

                @Override
                public void close() {}
            };
        }
    }
}
