package io.github.ddnskit.testkit.contract;

import io.github.ddnskit.spi.StateStore;
import java.io.IOException;

/**
 * A memory and the stores that look after it, as {@link StateStoreContract} needs them: a file, a database. Each test gets
 * a new one, in which nothing is remembered, and closes it.
 */
public interface StateStoreFixture extends AutoCloseable {

    /**
     * Opens a store on the memory, as a program does when it starts. The contract closes it, before it opens another.
     *
     * @return the store
     * @throws IOException if it cannot be opened, which fails the test
     */
    StateStore open() throws IOException;

    /** {@return whether what is remembered survives the store; false for one that forgets with the program} */
    default boolean survives() {
        return true;
    }

    /**
     * Makes every save fail from now on, as on a disk that is full.
     *
     * @return whether that can be done
     * @throws IOException if it should have been done and was not, which fails the test
     */
    default boolean breakDown() throws IOException {
        return false;
    }

    /**
     * Lets saves succeed again after {@link #breakDown}.
     *
     * @throws IOException if that fails, which fails the test
     */
    default void repair() throws IOException {}

    /**
     * Damages what is remembered while no store is open.
     *
     * @return whether that can be done
     * @throws IOException if it should have been done and was not, which fails the test
     */
    default boolean damage() throws IOException {
        return false;
    }

    /** Ends the memory. */
    @Override
    void close();
}
