package io.github.ddnskit.rest;

import io.github.ddnskit.Secret;
import java.util.List;

/**
 * Whom an updater acts for.
 *
 * @param account what names the account, or an empty text if its secrets do
 * @param secrets what proves it; at least one
 */
record Login(String account, List<Secret> secrets) {

    /** A token, or a key, that is all there is. */
    static Login token(Secret token) {
        return new Login("", List.of(token));
    }

    /** The first secret, and for most the only one. */
    Secret secret() {
        return secrets.get(0);
    }
}
