package io.github.ddnskit.dyndns2;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes addresses at a service of the dyndns2 family, as its {@link Dialect} says. Thread-safe.
 *
 * <p>Names that want the same travel in one request where the service takes several. Each name, and where it is asked for
 * each family by itself each family, succeeds and fails apart. A success that names another address than the one that was
 * sent is none. Where a service would delete the other family, or needs it too, a request that would do so is not sent
 * unless it is permitted.
 */
public final class Dyndns2Updater implements DnsUpdater {

    private final Dialect dialect;
    private final UpdaterIdentity identity;
    private final HttpEngine http;
    private final boolean ownsHttp;
    private final Rounds rounds;

    private Dyndns2Updater(Builder builder, Dialect dialect, Credentials credentials) {
        this.dialect = dialect;
        this.identity = UpdaterIdentity.of(builder.target(dialect), "", credentials.secrets());
        this.ownsHttp = builder.http == null;
        this.http = builder.http == null ? builder.engine() : builder.http;
        Refusals refusals = new Refusals(dialect, credentials.zone(), builder.otherFamilyMayBeDeleted);
        Calls calls = new Calls(dialect, credentials, refusals.parent(), builder.plainHttpAllowed);
        this.rounds = new Rounds(dialect, refusals, calls, http, new ReplyReader(dialect, builder.clock));
    }

    /** {@return a new builder} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how the service is spoken to} */
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Capabilities capabilities() {
        Pace pace = dialect.pace();
        Capabilities capabilities = Capabilities.standard()
                .withFamilies(dialect.families().style().families())
                .withBatchSize(dialect.request().batch())
                .withMinimumInterval(pace.minimumInterval());
        if (pace.refreshEvery() != null) {
            capabilities = capabilities.withRefreshEvery(pace.refreshEvery());
        }
        if (pace.isRefreshForbidden()) {
            capabilities = capabilities.withRefreshForbidden();
        }
        return dialect.families().areIndependent() ? capabilities : capabilities.withFamiliesTogether();
    }

    @Override
    public UpdaterIdentity identity() {
        return identity;
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return updateAll(List.of(update)).get(0);
    }

    @Override
    public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
        return rounds.carryOut(updates);
    }

    /** Ends the connections of the updater's own {@link HttpEngine}; one that was given to it stays open. */
    @Override
    public void close() {
        if (ownsHttp) {
            http.close();
        }
    }

    /** {@return the service; credentials stay out} */
    @Override
    public String toString() {
        return "Dyndns2Updater[" + identity.target() + "]";
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder {

        private static final System.Logger LOG = System.getLogger(Dyndns2Updater.class.getName());

        private @Nullable Dialect dialect;
        private @Nullable Secret username;
        private @Nullable Secret password;
        private @Nullable Secret token;
        private @Nullable Hostname zone;
        private @Nullable String recordId;
        private @Nullable String endpoint;
        private @Nullable HttpEngine http;
        private @Nullable String contact;
        private Clock clock = Clock.systemUTC();
        private boolean plainHttpAllowed;
        private boolean otherFamilyMayBeDeleted;

        private Builder() {}

        /**
         * Chooses a service of the catalogue.
         *
         * @param id such as {@code noip}
         * @return this
         * @throws IllegalArgumentException if it is not in the catalogue
         */
        public Builder dialect(String id) {
            return dialect(Dialect.of(id));
        }

        /**
         * Chooses a service.
         *
         * @param dialect how it is spoken to
         * @return this
         */
        public Builder dialect(Dialect dialect) {
            this.dialect = dialect;
            return this;
        }

        /**
         * The user name, where the service asks for one.
         *
         * @param username a name, which is kept as secret as a password
         * @return this
         */
        public Builder username(String username) {
            this.username = Secret.of(username);
            return this;
        }

        /**
         * The password, where the service asks for one.
         *
         * @param password the password
         * @return this
         */
        public Builder password(Secret password) {
            this.password = password;
            return this;
        }

        /**
         * The token or key, where the service asks for one.
         *
         * @param token the token
         * @return this
         */
        public Builder token(Secret token) {
            this.token = token;
            return this;
        }

        /**
         * The zone of the names, where the service has to be told it.
         *
         * @param zone such as {@code example.org}
         * @return this
         * @throws IllegalArgumentException if it is not a {@link Hostname}
         */
        public Builder zone(String zone) {
            this.zone = Hostname.of(zone);
            return this;
        }

        /**
         * The number or word by which the service knows the record, where it does not take its name.
         *
         * @param recordId as the service shows it
         * @return this
         */
        public Builder recordId(String recordId) {
            this.recordId = recordId;
            return this;
        }

        /**
         * Sends requests elsewhere than the dialect says, for a service that people run themselves.
         *
         * @param url as for {@link DialectBuilder#url}
         * @return this
         */
        public Builder endpoint(String url) {
            this.endpoint = url;
            return this;
        }

        /**
         * Shares an engine.
         *
         * @param http stays open when the updater is closed; by default the updater has its own
         * @return this
         */
        public Builder http(HttpEngine http) {
            this.http = http;
            return this;
        }

        /**
         * Whom the provider may write to, in the User-Agent of the updater's own engine; some services demand it.
         *
         * @param contact a mail address
         * @return this
         */
        public Builder contact(String contact) {
            this.contact = contact;
            return this;
        }

        /**
         * The clock from which waits count.
         *
         * @param clock that of the system by default
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Permits credentials to travel in the clear, for a service that has no TLS.
         *
         * @return this
         */
        public Builder allowPlainHttp() {
            plainHttpAllowed = true;
            return this;
        }

        /**
         * Permits a request about one family even where the service deletes the record of the other because of it: for a
         * network that has only one.
         *
         * @return this
         */
        public Builder allowDeletingOtherFamily() {
            otherFamilyMayBeDeleted = true;
            return this;
        }

        /**
         * Builds the updater. Nothing is sent.
         *
         * @return a new one, which the caller closes
         * @throws IllegalArgumentException if something is missing or does not go together; the message says what
         */
        public Dyndns2Updater build() {
            if (dialect == null) {
                throw new IllegalArgumentException("no dialect: name a service, such as dialect(\"noip\")");
            }
            Dialect to = endpoint == null ? dialect : dialect.at(endpoint);
            Service.Ended ended = to.service().ended();
            if (ended != null) {
                throw new IllegalArgumentException(
                        to.service().name() + " has ended (" + ended.since() + "): " + ended.instead());
            }
            if (to.isPlainHttpOnly() && !plainHttpAllowed) {
                throw new IllegalArgumentException(to.service().name()
                        + " takes credentials in the clear only: permit it with allowPlainHttp(), or choose another");
            }
            if (contact != null && http != null) {
                throw new IllegalArgumentException("name the contact to the engine that is shared");
            }
            Credentials credentials = new Credentials(username, password, token, zone, recordId);
            credentials.check(to);
            if (to.request().isContactWanted() && contact == null && http == null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} may refuse a client that names no mail address: set a contact",
                        to.service().name());
            }
            return new Dyndns2Updater(this, to, credentials);
        }

        private String target(Dialect to) {
            return "dyndns2:" + to.id()
                    + (endpoint == null ? "" : "/" + UrlTemplate.of(endpoint).origin());
        }

        private HttpEngine engine() {
            return contact == null
                    ? HttpEngine.create()
                    : HttpEngine.builder().contact(contact).build();
        }
    }
}
