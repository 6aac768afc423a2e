package io.github.ddnskit.jp;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notifies MyDNS.JP of addresses. Thread-safe.
 *
 * <p>A notice is for the account, and all its names follow it: hosts that shall have the same addresses travel in one
 * notice. MyDNS.JP drops an account's addresses after a week without one and bans who sends too many, so one goes out
 * daily, and at most one in ten minutes.
 *
 * <p>All of MyDNS.JP is many machines. If one cannot be reached, or fails on its side, one other is tried at once.
 *
 * @see <a href="https://www.mydns.jp/?MENU=030">How to use MyDNS.JP</a>
 */
public final class MyDnsJpUpdater extends HttpService {

    private static final String SERVICE = "MyDNS.JP";
    private static final Capabilities CAPABILITIES = Capabilities.standard()
            .withBatchSize(100)
            .withMinimumInterval(Duration.ofMinutes(10))
            .withRefreshEvery(Duration.ofDays(1));

    /** How the notice gets there. */
    public enum Transport {
        /** HTTPS, with the addresses in the request. */
        DIRECT,
        /** HTTPS; MyDNS.JP takes the address that it is called from. */
        SOURCE,
        /** A login by POP3 over TLS, from the address that MyDNS.JP is to take. */
        POP3,
        /** A login by FTP with TLS, from the address that MyDNS.JP is to take. */
        FTP;

        /**
         * Reads the name used in configuration files.
         *
         * @param text such as {@code direct}
         * @return the transport
         * @throws IllegalArgumentException if there is none of that name
         */
        public static Transport parse(String text) {
            return Transports.parse(values(), text);
        }

        /** {@return the name used in configuration files, such as {@code direct}} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String masterId;
    private final Secret password;
    private final Transport transport;
    private final @Nullable String loginHost;
    private final LineEngine lines;

    private MyDnsJpUpdater(Builder builder, String masterId, Secret password) {
        super(builder);
        this.masterId = masterId;
        this.password = password;
        transport = builder.transport;
        loginHost = builder.loginHost;
        lines = builder.lines == null ? LineEngine.create() : builder.lines;
    }

    /** {@return a builder, of which master ID and password must be given} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return both families, a notice a day, at most one in ten minutes} */
    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("mydns-jp:mydns.jp", masterId, password);
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return updateAll(List.of(update)).get(0);
    }

    @Override
    public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        Map<List<Object>, UpdateReport> notices = new HashMap<>();
        List<UpdateReport> reports = new ArrayList<>();
        for (Update update : updates) {
            if (update.host().labels().size() < 2) {
                reports.add(UpdateReport.failed(update, unknown(update.host())));
                continue;
            }
            List<Object> wanted = List.of(update.ipv4(), update.ipv6(), update.options());
            UpdateReport report = notices.get(wanted);
            if (report == null) {
                report = transport == Transport.DIRECT
                        ? Requests.together(update, SERVICE, this::direct)
                        : Requests.each(update, SERVICE, CAPABILITIES.families(), this::notice);
                notices.put(wanted, report);
            }
            reports.add(report);
        }
        return reports;
    }

    /** The account has names below a domain; no notice names one, so the service cannot say so. */
    private static Outcome.Failed unknown(Hostname host) {
        return Outcome.failed(
                FailureReason.UNKNOWN_HOST,
                Retry.never(),
                SERVICE + " has no name such as " + host + ": write all of it");
    }

    private Optional<Outcome.Failed> direct(Map<AddressFamily, InetAddress> addresses) throws InterruptedException {
        return send(List.of("www.mydns.jp", "ipv4.mydns.jp"), null, null, host -> {
            HttpCall.Builder call = HttpCall.get("https://" + host + "/directip.html")
                    .query("MID", masterId)
                    .query("PWD", password);
            addresses.forEach((family, address) ->
                    call.query(family == AddressFamily.IPV4 ? "IPV4ADDR" : "IPV6ADDR", IpLiteral.format(address)));
            return call;
        });
    }

    private Outcome notice(AddressFamily family, InetAddress address) throws InterruptedException {
        Optional<Outcome.Failed> failure = transport == Transport.SOURCE
                ? send(
                        List.of(family + ".mydns.jp", "www.mydns.jp"),
                        family,
                        address,
                        host -> HttpCall.get("https://" + host + "/login.html").basic(masterId, password))
                : login(family, address);
        return failure.isPresent() ? failure.get() : new Outcome.Published(Set.of(address));
    }

    @FunctionalInterface
    private interface Request {
        HttpCall.Builder to(String host);
    }

    /** Sends to the first host, and to the next where the one before was not reached or failed on its side. */
    private Optional<Outcome.Failed> send(
            List<String> hosts, @Nullable AddressFamily family, @Nullable InetAddress registered, Request request)
            throws InterruptedException {
        Optional<Outcome.Failed> failure = Optional.empty();
        for (String host : hosts) {
            try {
                HttpReply reply = http.send(request.to(host).family(family).build());
                if (reply.status() < 500) {
                    return reply.status() == 200
                            ? MyDnsPage.failure(reply.text(), registered)
                            : Optional.of(HttpFailures.of(reply, clock));
                }
                failure = Optional.of(HttpFailures.of(reply, clock));
            } catch (HttpException e) {
                failure = Optional.of(e.toFailed());
                if (e.reason() != FailureReason.UNREACHABLE) {
                    return failure;
                }
            }
        }
        return failure;
    }

    /** Logs in from the address to be registered: from itself if it is an IPv6 one, since those are not translated. */
    private Optional<Outcome.Failed> login(AddressFamily family, InetAddress address) throws InterruptedException {
        boolean pop3 = transport == Transport.POP3;
        LineServer server = new LineServer(
                loginHost == null ? family + ".mydns.jp" : loginHost,
                pop3 ? 995 : 21,
                family,
                family == AddressFamily.IPV6 ? address : null,
                pop3);
        String secret = Requests.singleLine(password);
        try {
            lines.talk(
                    server,
                    dialogue -> pop3
                            ? MyDnsLogins.pop3(dialogue, masterId, secret)
                            : MyDnsLogins.ftp(dialogue, masterId, secret));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(LineEngine.failed(e, server));
        }
    }

    /** Collects what an updater needs. Not thread-safe. */
    public static final class Builder extends HttpBuilder<Builder> {

        private @Nullable String masterId;
        private @Nullable Secret password;
        private Transport transport = Transport.DIRECT;
        private @Nullable String loginHost;
        private @Nullable LineEngine lines;

        private Builder() {}

        /**
         * Sets the account.
         *
         * @param masterId the master ID, or a child ID, such as {@code mydns123456}
         * @return this
         * @throws IllegalArgumentException if it is empty, or more than a line
         */
        public Builder masterId(String masterId) {
            this.masterId = Requests.singleLine("master ID", masterId);
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
         * Sets how a notice gets there, {@link Transport#DIRECT} if not set.
         *
         * @param transport the transport
         * @return this
         */
        public Builder transport(Transport transport) {
            this.transport = transport;
            return this;
        }

        /**
         * Sets where to log in by POP3 or FTP, {@code ipv4.mydns.jp} and {@code ipv6.mydns.jp} if not set.
         *
         * @param host a host of MyDNS.JP that has a certificate of that name
         * @return this
         */
        public Builder loginHost(String host) {
            this.loginHost = host;
            return this;
        }

        /**
         * Sets how to connect for POP3 and FTP, by the defaults if not set.
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
         * @throws IllegalArgumentException if master ID or password is missing, or there is a login host and no login
         */
        public MyDnsJpUpdater build() {
            if (masterId == null || password == null) {
                throw new IllegalArgumentException(SERVICE + " needs a master ID and a password");
            }
            if (loginHost != null && transport != Transport.POP3 && transport != Transport.FTP) {
                throw new IllegalArgumentException("a login host goes with the transport pop3 or ftp only");
            }
            return new MyDnsJpUpdater(this, masterId, password);
        }
    }
}
