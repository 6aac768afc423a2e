package io.github.ddnskit.http;

import io.github.ddnskit.FailureReason;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows GET to the same scheme, host and port only (RFC 9110 section 15.4): nobody else gets the credentials. */
final class Redirect {

    private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

    private Redirect() {}

    /** Where to ask next, or null if the reply is no redirect. */
    static @Nullable URI of(String method, URI from, HttpReply reply) throws HttpException {
        boolean redirects = STATUSES.contains(reply.status());
        String location = redirects ? reply.header("Location").orElse(null) : null;
        if (location == null) {
            return null;
        }
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HttpException(FailureReason.BAD_REPLY, from.getHost() + " redirects to what is not a URL");
        }
        boolean samePlace = from.getScheme().equalsIgnoreCase(to.getScheme())
                && from.getHost().equalsIgnoreCase(to.getHost())
                && from.getPort() == to.getPort();
        if (!samePlace || !method.equals("GET") || to.getRawUserInfo() != null) {
            throw new HttpException(
                    FailureReason.BAD_REPLY,
                    from.getHost() + " redirects to " + to.getScheme() + "://" + to.getHost()
                            + ", which is not followed");
        }
        return to;
    }
}
