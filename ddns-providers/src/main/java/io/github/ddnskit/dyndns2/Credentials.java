package io.github.ddnskit.dyndns2;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who the user is to the service: what stands in for the roles that do not follow from an update. */
record Credentials(
        @Nullable Secret username,
        @Nullable Secret password,
        @Nullable Secret token,
        @Nullable Hostname zone,
        @Nullable String recordId) {

    /** Checks that what a dialect asks for is there, and nothing else. */
    void check(Dialect dialect) {
        Map.of(
                        Role.USERNAME, "username",
                        Role.PASSWORD, "password",
                        Role.TOKEN, "token",
                        Role.ZONE, "zone",
                        Role.ID, "recordId")
                .forEach((role, name) -> {
                    boolean wanted = dialect.request().roles().contains(role);
                    if (wanted != isThere(role)) {
                        throw new IllegalArgumentException(
                                dialect.id() + (wanted ? " needs a " : " has no use for a ") + name);
                    }
                });
    }

    Secret[] secrets() {
        return Stream.of(username, password, token)
                .filter(secret -> secret != null)
                .toArray(Secret[]::new);
    }

    /** The secret of a role, which {@link #check} saw. */
    Secret secret(Role role) {
        Secret secret = role == Role.USERNAME ? username : role == Role.PASSWORD ? password : token;
        if (secret == null) {
            throw new IllegalStateException("a dialect without credentials came so far");
        }
        return secret;
    }

    private boolean isThere(Role role) {
        return switch (role) {
            case USERNAME -> username != null;
            case PASSWORD -> password != null;
            case TOKEN -> token != null;
            case ZONE -> zone != null;
            default -> recordId != null;
        };
    }

    @Override
    public String toString() {
        return "Credentials";
    }
}
