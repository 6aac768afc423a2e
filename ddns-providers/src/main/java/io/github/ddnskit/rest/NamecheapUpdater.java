package io.github.ddnskit.rest;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpCall;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes IPv4 addresses with Namecheap's dynamic DNS. Thread-safe.
 *
 * <p>It changes records that are there already, of the type "A + Dynamic DNS Record", one address each; it can neither read
 * them nor remove one, and knows no IPv6. Namecheap's other API is not used, since it replaces all records of a domain.
 *
 * <p>Follows <a
 * href="https://www.namecheap.com/support/knowledgebase/article.aspx/29/11/how-to-dynamically-update-the-hosts-ip-with-an-https-request/">
 * Namecheap's article</a>; it could not be read on 2026-11-22, when the requests were compared with those of ddclient and
 * inadyn and the replies with those that their users reported.
 */
public final class NamecheapUpdater extends RestClient implements DnsUpdater {

    private static final Capabilities CAPABILITIES =
            Capabilities.standard().withFamilies(Set.of(AddressFamily.IPV4)).withMinimumInterval(Duration.ofMinutes(5));

    private final Hostname domain;

    private NamecheapUpdater(Builder builder) {
        super(builder);
        domain = RestBuilder.given(builder.domain, "the domain");
    }

    /** {@return a builder, of which the domain must be given} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    String place() {
        return domain.ascii();
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        RecordOptions options = update.options();
        if (options.ttl() != null || options.mailExchanger() != null) {
            return UpdateReport.failed(
                    update, refused(FailureReason.UNSUPPORTED, "takes neither a TTL nor an MX record"));
        }
        if (!update.host().isWithin(domain)) {
            return UpdateReport.failed(
                    update, refused(FailureReason.UNKNOWN_HOST, "was configured for " + domain + " only"));
        }
        Outcome ipv6 = update.ipv6() instanceof Goal.Keep
                ? Outcome.kept()
                : refused(FailureReason.UNSUPPORTED, "publishes no IPv6 addresses");
        return new UpdateReport(ipv4(update), ipv6);
    }

    private Outcome ipv4(Update update) throws InterruptedException {
        if (update.ipv4() instanceof Goal.Keep) {
            return Outcome.kept();
        }
        if (!(update.ipv4() instanceof Goal.Publish publish)
                || publish.addresses().size() > 1) {
            return refused(FailureReason.UNSUPPORTED, "publishes one address, and removes none");
        }
        String address = IpLiteral.format(publish.addresses());
        try {
            publish(update.host(), address);
            if (update.options().wildcard()) {
                publish(Hostname.of("*." + update.host()), address);
            }
            return Outcome.reached(publish);
        } catch (ApiException e) {
            return e.failed();
        }
    }

    private void publish(Hostname host, String address) throws ApiException, InterruptedException {
        String relative = new RrsetName(new Zone("", domain), host, AddressFamily.IPV4).relative("@");
        HttpReply reply = exchange(RestCall.get()
                .query("host", relative)
                .query("domain", domain.ascii())
                .query("ip", address));
        if (!reply.isSuccess()) {
            throw new ApiException(HttpFailures.of(reply, clock()));
        }
        Map<String, String> fields;
        try {
            fields = XmlFields.of(reply.bytes());
        } catch (XMLStreamException e) {
            throw ApiException.of(FailureReason.BAD_REPLY, "Namecheap's reply is not the XML that was expected");
        }
        if (!"0".equals(fields.get("ErrCount"))) {
            throw new ApiException(failure(host, fields.getOrDefault("Err1", "")));
        }
        if (!address.equals(fields.get("IP"))) {
            throw ApiException.of(FailureReason.BAD_REPLY, "Namecheap did not confirm the address");
        }
    }

    private static Outcome.Failed failure(Hostname host, String error) {
        if (error.startsWith("Passwords")) {
            return refused(
                            FailureReason.BAD_CREDENTIALS,
                            "does not accept the password: it is the dynamic DNS password of the domain, not that of the"
                                    + " account")
                    .accountWide();
        }
        if (error.startsWith("Domain name not found")) {
            return refused(FailureReason.ZONE_NOT_SERVED, "knows no such domain, or dynamic DNS is off for it")
                    .accountWide();
        }
        if (error.startsWith("No Records updated")) {
            return refused(
                    FailureReason.UNKNOWN_HOST, "has no A record for " + host + ": add an \"A + Dynamic DNS Record\"");
        }
        return failed(FailureReason.BAD_REQUEST, "Namecheap refused the update of " + host);
    }

    private static Outcome.Failed refused(FailureReason reason, String words) {
        return Outcome.failed(reason, Retry.never(), "Namecheap's dynamic DNS " + words);
    }

    @Override
    void authorize(HttpCall.Builder http, RestCall call) {
        http.query("password", login().secret());
    }

    /** Builds an updater. Not thread-safe. */
    public static final class Builder extends RestBuilder<NamecheapUpdater, Builder> {

        private @Nullable Hostname domain;

        private Builder() {
            super("namecheap", "https://dynamicdns.park-your-domain.com/update", NamecheapUpdater::new);
        }

        /**
         * Sets the domain that holds all hosts of this updater.
         *
         * @param domain its name, as it was registered
         * @param password its dynamic DNS password, from the advanced DNS settings of the domain
         * @return this
         * @throws IllegalArgumentException if it is not a name
         */
        public Builder domain(String domain, Secret password) {
            this.domain = Hostname.of(domain);
            return login(Login.token(password));
        }
    }
}
