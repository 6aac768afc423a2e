package io.github.ddnskit.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where accounts are kept. Thread-safe; others may change them at any time, and a store shows that within seconds.
 *
 * <p>It is asked for each request, so it answers from memory or within milliseconds.
 */
public interface AccountStore extends AutoCloseable {

    /**
     * Finds an account by its name, in the case in which it was made.
     *
     * @param name what was sent as the user name; may be anything
     * @return the account, if there is one
     * @throws IOException if the store cannot tell; the message holds no secret
     */
    Optional<Account> find(String name) throws IOException;

    /**
     * Finds the account that a token belongs to.
     *
     * @param tokenId the id of the token
     * @return the account, if there is one
     * @throws IOException if the store cannot tell
     */
    Optional<Account> holder(String tokenId) throws IOException;

    /**
     * Changes, adds or removes an account, and no other change comes in between. It is on the disk when this returns.
     *
     * @param name its name
     * @param change from what there is, if anything, to what there shall be, if anything; may be called again
     * @throws IOException if it cannot be stored
     * @throws IllegalArgumentException if a host or token is another account's already
     */
    void change(String name, UnaryOperator<Optional<Account>> change) throws IOException;

    /**
     * All accounts.
     *
     * @return in the order of their names
     * @throws IOException if the store cannot tell
     */
    List<Account> all() throws IOException;

    /** Releases what the store holds. Does nothing by default. */
    @Override
    default void close() {}
}
