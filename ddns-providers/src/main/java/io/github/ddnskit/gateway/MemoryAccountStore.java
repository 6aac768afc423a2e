package io.github.ddnskit.gateway;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Keeps accounts while the program runs: for tests, and for programs that bring their own from elsewhere. Thread-safe. */
public final class MemoryAccountStore implements AccountStore {

    private volatile AccountTable table;

    private MemoryAccountStore(AccountTable table) {
        this.table = table;
    }

    /**
     * A store.
     *
     * @param accounts what is in it
     * @return the store
     * @throws IllegalArgumentException if two have the same name, host or token
     */
    public static MemoryAccountStore of(Account... accounts) {
        return of(List.of(accounts));
    }

    /**
     * A store.
     *
     * @param accounts what is in it
     * @return the store
     * @throws IllegalArgumentException if two have the same name, host or token
     */
    public static MemoryAccountStore of(List<Account> accounts) {
        return new MemoryAccountStore(AccountTable.of(accounts));
    }

    @Override
    public Optional<Account> find(String name) {
        return table.find(name);
    }

    @Override
    public Optional<Account> holder(String tokenId) {
        return table.holder(tokenId);
    }

    @Override
    public synchronized void change(String name, UnaryOperator<Optional<Account>> change) {
        AccountTable before = table;
        table = before.with(name, change.apply(before.find(name)));
    }

    @Override
    public List<Account> all() {
        return table.all();
    }
}
