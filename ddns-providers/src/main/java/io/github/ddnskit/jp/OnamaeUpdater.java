package io.github.ddnskit.jp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes IPv4 addresses at Onamae.com, in the line protocol of its own client. Thread-safe; holds nothing between
 * updates.
 *
 * <p>One connection over TLS for each update: LOGIN, MODIP, and LOGOUT in any case. Each command is sent after the one
 * before was answered, and the update is confirmed by the answer to MODIP. A record must exist, and be released for
 * dynamic DNS, at Onamae.com.
 *
 * @see <a href="https://help.onamae.com/answer/7920">Onamae.com's own client</a>
 */
public final class OnamaeUpdater implements DnsUpdater {

    private static final String SERVICE = "Onamae.com";
    private static final LineServer SERVER =
            new LineServer("ddnsclient.onamae.com", 65010, AddressFamily.IPV4, null, true);
    private static final Pattern STATUS = Pattern.compile("([0-9]{3})( .*)?");
    private static final int MOST_LINES_OF_A_REPLY = 20;
    private static final Capabilities CAPABILITIES =
            Capabilities.standard().withFamilies(Set.of(AddressFamily.IPV4)).withMinimumInterval(Duration.ofMinutes(1));

    private final String userId;
    private final Secret password;
    private final Hostname domain;
    private final LineEngine lines;
    private final Clock clock;

    private OnamaeUpdater(String userId, Secret password, Hostname domain, LineEngine lines, Clock clock) {
        this.userId = userId;
        this.password = password;
        this.domain = domain;
        this.lines = lines;
        this.clock = clock;
    }

    /** {@return a builder, of which user id, password and domain must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return IPv4 only, at most once a minute for a name} */
    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("onamae:" + domain, userId, password);
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return Requests.each(
                update, SERVICE, CAPABILITIES.families(), (family, address) -> send(update.host(), address));
    }

    private Outcome send(Hostname host, InetAddress address) throws InterruptedException {
        if (!host.isWithin(domain)) {
            return Outcome.failed(
                    FailureReason.UNKNOWN_HOST,
                    Retry.never(),
                    host + " does not lie in the domain " + domain + ": correct one of them");
        }
        String secret = Requests.singleLine(password);
        try {
            lines.talk(SERVER, dialogue -> hold(dialogue, host, address, secret));
            return new Outcome.Published(Set.of(address));
        } catch (IOException e) {
            return LineEngine.failed(e, SERVER);
        }
    }

    private Boolean hold(Lines dialogue, Hostname host, InetAddress address, String secret) throws IOException {
        expectSuccess(dialogue, "the greeting");
        try {
            dialogue.write("\n", "LOGIN", "USERID:" + userId, "PASSWORD:" + secret, ".");
            expectSuccess(dialogue, "LOGIN");
            List<String> modIp = new ArrayList<>(List.of("MODIP"));
            if (!host.equals(domain)) {
                String below = host.ascii();
                modIp.add("HOSTNAME:"
                        + below.substring(0, below.length() - domain.ascii().length() - 1));
            }
            modIp.addAll(List.of("DOMNAME:" + domain, "IPV4:" + IpLiteral.format(address), "."));
            dialogue.write("\n", modIp.toArray(String[]::new));
            expectSuccess(dialogue, "MODIP");
            return true;
        } finally {
            dialogue.leave("\n", "LOGOUT", ".");
        }
    }

    private void expectSuccess(Lines dialogue, String command) throws IOException {
        Matcher status = STATUS.matcher(reply(dialogue));
        if (!status.matches()) {
            throw Refusal.badReply(SERVICE + " answered " + command + " with something other than a status");
        }
        switch (status.group(1)) {
            case "000" -> {}
            case "001" ->
                throw new Refusal(Outcome.failed(
                        FailureReason.UNKNOWN_HOST,
                        Requests.later(clock),
                        SERVICE + " answered " + command + " with 001 COMMAND ERROR: see there that the record exists "
                                + "and is released for dynamic DNS"));
            case "002" ->
                throw new Refusal(Outcome.failed(
                                FailureReason.BAD_CREDENTIALS,
                                Retry.never(),
                                SERVICE + " answered " + command
                                        + " with 002 LOGIN ERROR: correct user id and password")
                        .accountWide());
            default ->
                throw new Refusal(Outcome.failed(
                        FailureReason.SERVER_ERROR,
                        Retry.backoff(),
                        SERVICE + " answered " + command + " with the status " + status.group(1)));
        }
    }

    /** The first line of a reply, which a line with a dot ends. */
    private static String reply(Lines dialogue) throws IOException {
        String first = dialogue.read();
        String line = first;
        for (int count = 1; !line.equals("."); count++) {
            if (count == MOST_LINES_OF_A_REPLY) {
                throw Refusal.badReply(SERVICE + " sent a reply without an end");
            }
            line = dialogue.read();
        }
        return first;
    }

    /** Collects what an updater needs. Not thread-safe. */
    public static final class Builder extends TimedBuilder<Builder> {

        private @Nullable String userId;
        private @Nullable Secret password;
        private @Nullable Hostname domain;
        private @Nullable LineEngine lines;

        private Builder() {}

        /**
         * Sets the user.
         *
         * @param userId the number of the account
         * @return this
         * @throws IllegalArgumentException if it is empty, or more than a line
         */
        public Builder userId(String userId) {
            this.userId = Requests.singleLine("user id", userId);
            return this;
        }

        /**
         * Sets the password.
         *
         * @param password the password of the account
         * @return this
         */
        public Builder password(Secret password) {
            this.password = password;
            return this;
        }

        /**
         * Sets the domain.
         *
         * @param domain the domain that was bought, such as {@code example.com}; hosts are this name or below it
         * @return this
         * @throws IllegalArgumentException if it is not a domain name
         */
        public Builder domain(String domain) {
            this.domain = Hostname.of(domain);
            return this;
        }

        /**
         * Sets how to connect, by the defaults if not set.
         *
         * @param lines the engine
         * @return this
         */
        public Builder lines(LineEngine lines) {
            this.lines = lines;
            return this;
        }

        /**
         * Makes the updater. Nothing is sent yet.
         *
         * @return a new updater
         * @throws IllegalArgumentException if something is missing
         */
        public OnamaeUpdater build() {
            if (userId == null || password == null || domain == null) {
                throw new IllegalArgumentException(SERVICE + " needs a user id, a password and the domain");
            }
            return new OnamaeUpdater(userId, password, domain, lines == null ? LineEngine.create() : lines, clock);
        }
    }
}
