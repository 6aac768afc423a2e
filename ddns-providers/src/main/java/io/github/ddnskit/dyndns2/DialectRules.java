package io.github.ddnskit.dyndns2;

import java.util.EnumSet;
import java.util.Set;

/** What has to go together in a dialect. */
final class DialectRules {

    private DialectRules() {}

    static void check(Dialect dialect) {
        Set<Role> roles = dialect.request().roles();
        Families families = dialect.families();
        FamilyStyle style = families.style();
        boolean source = dialect.request().isSourceRegistered();
        boolean separate = style == FamilyStyle.SEPARATE;
        require(
                dialect,
                roles.contains(Role.IPV4) == separate && roles.contains(Role.IPV6) == separate,
                "{ipv4} and {ipv6} belong to the style separate, and to it only");
        require(
                dialect,
                source ? style != FamilyStyle.LIST && !separate : separate || roles.contains(Role.IP),
                source
                        ? "a service that registers where it is asked from is asked once for each family"
                        : "no parameter or path segment is {ip}");
        require(
                dialect,
                style == FamilyStyle.LIST || separate || families.areIndependent(),
                "a service that does not keep the other family needs one request for both");
        require(
                dialect,
                dialect.request().batch() == 1 || roles.contains(Role.HOST),
                "a batch needs a parameter {host} to hold the names");
        require(
                dialect,
                dialect.request().batch() == 1 || !dialect.replies().isAnyLine(),
                "where any line may count, a line cannot belong to one name of a batch");
        require(
                dialect,
                dialect.replies().rules().stream()
                        .anyMatch(rule -> rule.meaning().isSuccess()),
                "no reply is a success");
        require(
                dialect,
                families.removeUrl() == null || !families.remove().isEmpty(),
                "say for which family the removal is");
        EnumSet<Role> credentials = EnumSet.of(Role.PASSWORD, Role.TOKEN);
        credentials.retainAll(roles);
        require(dialect, !credentials.isEmpty(), "no password and no token is sent");
        if (dialect.request().ipv6Url() != null) {
            require(
                    dialect,
                    UrlTemplate.of(dialect.request().ipv6Url()).isPlain() == dialect.isPlainHttpOnly(),
                    "one URL is https and the other http");
        }
    }

    private static void require(Dialect dialect, boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(dialect.id() + ": " + otherwise);
        }
    }
}
