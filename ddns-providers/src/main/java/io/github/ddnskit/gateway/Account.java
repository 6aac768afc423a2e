package io.github.ddnskit.gateway;

import io.github.ddnskit.Hostname;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may update which hosts. Immutable and thread-safe.
 *
 * @param name what it logs in with
 * @param password what it logs in with to update any of its hosts; null if there are tokens only
 * @param hosts the names that it may update
 * @param tokens each for one of its hosts
 * @param isDisabled whether it may update nothing for now
 */
public record Account(
        String name,
        @Nullable SecretHash password,
        Set<Hostname> hosts,
        List<AccountToken> tokens,
        boolean isDisabled) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");

    /**
     * Checks and copies the components.
     *
     * @param name up to a hundred letters, digits, dots, hyphens, underscores, plus and at signs
     * @param password the hash of its password, or null
     * @param hosts the names that it may update
     * @param tokens each for one of its hosts
     * @param isDisabled whether it may update nothing for now
     * @throws IllegalArgumentException if the name has other characters, or a token is for another host
     */
    public Account {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of an account has up to a hundred letters, digits, dots,"
                    + " hyphens, underscores, plus and at signs, and begins with a letter or digit");
        }
        hosts = Collections.unmodifiableSet(new LinkedHashSet<>(hosts));
        tokens = List.copyOf(tokens);
        Set<String> ids = new HashSet<>();
        for (AccountToken token : tokens) {
            if (!hosts.contains(token.host())) {
                throw new IllegalArgumentException("a token is for " + token.host() + ", which is no host of " + name);
            }
            if (!ids.add(token.id())) {
                throw new IllegalArgumentException("two tokens of " + name + " have one id");
            }
        }
    }

    /**
     * An account without a password and without hosts.
     *
     * @param name what it logs in with
     * @return the account
     * @throws IllegalArgumentException if it has other characters than allowed
     */
    public static Account of(String name) {
        return new Account(name, null, Set.of(), List.of(), false);
    }

    /**
     * The same with another password.
     *
     * @param hash the hash of it
     * @return a copy
     */
    public Account withPassword(SecretHash hash) {
        return new Account(name, Objects.requireNonNull(hash), hosts, tokens, isDisabled);
    }

    /**
     * The same with one more host.
     *
     * @param host the name
     * @return a copy
     */
    public Account withHost(Hostname host) {
        Set<Hostname> more = new LinkedHashSet<>(hosts);
        more.add(host);
        return new Account(name, password, more, tokens, isDisabled);
    }

    /**
     * The same without a host and its tokens. Its records stay in DNS.
     *
     * @param host the name
     * @return a copy
     */
    public Account withoutHost(Hostname host) {
        Set<Hostname> fewer = new LinkedHashSet<>(hosts);
        fewer.remove(host);
        return new Account(
                name,
                password,
                fewer,
                tokens.stream().filter(token -> !token.host().equals(host)).toList(),
                isDisabled);
    }

    /**
     * The same with a new token in the place of those that its host had: they go on until the device knows the new one.
     *
     * @param token the new one
     * @param othersEnd when the others end
     * @return a copy
     */
    public Account withToken(AccountToken token, Instant othersEnd) {
        List<AccountToken> rotated = new ArrayList<>();
        for (AccountToken old : tokens) {
            rotated.add(old.host().equals(token.host()) ? old.endingAt(othersEnd) : old);
        }
        rotated.add(token);
        return new Account(name, password, hosts, rotated, isDisabled);
    }

    /**
     * The same without tokens that have ended.
     *
     * @param now the time
     * @return a copy
     */
    public Account withoutEndedTokens(Instant now) {
        return new Account(
                name,
                password,
                hosts,
                tokens.stream().filter(token -> token.isValid(now)).toList(),
                isDisabled);
    }

    /**
     * The same, able to update its hosts or not.
     *
     * @param disabled whether it may update nothing
     * @return a copy
     */
    public Account withDisabled(boolean disabled) {
        return new Account(name, password, hosts, tokens, disabled);
    }

    Optional<AccountToken> token(String id, Instant now) {
        return tokens.stream()
                .filter(token -> token.id().equals(id) && token.isValid(now))
                .findFirst();
    }
}
