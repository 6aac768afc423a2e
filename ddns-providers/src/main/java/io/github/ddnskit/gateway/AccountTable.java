package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Accounts and what they are found by; a host and a token belong to one account. Immutable and thread-safe. */
final class AccountTable {

    static final AccountTable EMPTY = new AccountTable(new TreeMap<>(), new HashMap<>(), new HashMap<>());

    private final NavigableMap<String, Account> byName;
    private final Map<String, String> byToken;
    private final Map<Hostname, String> byHost;

    private AccountTable(
            NavigableMap<String, Account> byName, Map<String, String> byToken, Map<Hostname, String> byHost) {
        this.byName = byName;
        this.byToken = byToken;
        this.byHost = byHost;
    }

    /**
     * A table of these.
     *
     * @throws IllegalArgumentException if two have the same name, host or token
     */
    static AccountTable of(Collection<Account> accounts) {
        AccountTable table = new AccountTable(new TreeMap<>(), new HashMap<>(), new HashMap<>());
        for (Account account : accounts) {
            if (table.byName.containsKey(account.name())) {
                throw new IllegalArgumentException("there are two accounts " + account.name());
            }
            table.put(account);
        }
        return table;
    }

    /** The table with one account instead of what there was of that name. */
    AccountTable with(String name, Optional<Account> account) {
        AccountTable copy = new AccountTable(new TreeMap<>(byName), new HashMap<>(byToken), new HashMap<>(byHost));
        Account old = copy.byName.remove(name);
        if (old != null) {
            old.tokens().forEach(token -> copy.byToken.remove(token.id()));
            old.hosts().forEach(copy.byHost::remove);
        }
        if (account.isPresent()) {
            if (!account.get().name().equals(name)) {
                throw new IllegalArgumentException("an account cannot change its name");
            }
            copy.put(account.get());
        }
        return copy;
    }

    Optional<Account> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<Account> holder(String tokenId) {
        return Optional.ofNullable(byToken.get(tokenId)).map(byName::get);
    }

    List<Account> all() {
        return List.copyOf(Collections.unmodifiableCollection(byName.values()));
    }

    private void put(Account account) {
        byName.put(account.name(), account);
        for (Hostname host : account.hosts()) {
            String other = byHost.put(host, account.name());
            if (other != null) {
                throw new IllegalArgumentException(host + " is a host of the account " + other + " already");
            }
        }
        for (AccountToken token : account.tokens()) {
            if (byToken.put(token.id(), account.name()) != null) {
                throw new IllegalArgumentException("two tokens have one id");
            }
        }
    }
}
