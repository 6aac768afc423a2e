package io.github.ddnskit.jp;

import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page that MyDNS.JP answers with: HTML whose lines of text say what became of the notice. A wrong password is HTTP
 * 200 too, so the status code says nothing. Stateless and thread-safe.
 */
final class MyDnsPage {

    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern STATUS = Pattern.compile("login_status *= *[0-9]{1,4}\\.?");
    private static final String DONE = "Login and IP address notify OK.";
    private static final String REMOTE = "REMOTE ADDRESS";

    private MyDnsPage() {}

    /**
     * Reads a page.
     *
     * @param page the page
     * @param registered the address that must have been registered, or null if the request named it
     * @return why the notice failed, if it did
     */
    static Optional<Outcome.Failed> failure(String page, @Nullable InetAddress registered) {
        List<String> lines = TAG.matcher(page)
                .replaceAll("\n")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> statuses = lines.stream()
                .filter(line -> STATUS.matcher(line).matches())
                .map(line -> line.replaceAll("[^0-9]", ""))
                .toList();
        if (statuses.equals(List.of("0"))) {
            return Optional.of(MyDnsLogins.badCredentials("the login", "login_status = 0"));
        }
        if (!statuses.equals(List.of("1")) || !lines.contains(DONE)) {
            return Optional.of(Outcome.failed(
                    FailureReason.BAD_REPLY,
                    Retry.backoff(),
                    "MyDNS.JP answered with a page that does not say that the address was registered"));
        }
        if (registered == null) {
            return Optional.empty();
        }
        return remote(lines)
                .filter(remote -> !remote.equals(registered))
                .map(remote -> Outcome.failed(
                        FailureReason.CONFLICT,
                        Retry.backoff(),
                        "MyDNS.JP registered " + IpLiteral.format(remote) + ", which it was called from, and not "
                                + IpLiteral.format(registered) + ": choose the transport direct"));
    }

    /** The address that MyDNS.JP saw, if the page tells. */
    private static Optional<InetAddress> remote(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(REMOTE)) {
                String rest = lines.get(i).substring(REMOTE.length()).replaceFirst("^ *: *", "");
                String text = rest.isEmpty() && i + 1 < lines.size() ? lines.get(i + 1) : rest;
                try {
                    return Optional.of(IpLiteral.parse(text));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
