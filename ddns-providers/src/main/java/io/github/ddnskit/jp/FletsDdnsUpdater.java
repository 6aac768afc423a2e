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
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.RecordObserver;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publishes IPv6 addresses at OPEN IPv6 Dynamic DNS (i.open.ad.jp) and at NTT East's IPv6 Dynamic DNS (i.e-ntt.jp), which
 * serve the network of NTT's FLET'S lines and share one API. Thread-safe.
 *
 * <p>Their names are there for devices inside that network, which is closed towards the Internet; so these two, and no
 * other, publish {@link io.github.ddnskit.ip.AddressClass#CLOSED_NETWORK} addresses once the user allows them. An updater
 * is for one name: that of its host key. Names are charged for, and none is ever created.
 *
 * <p>By the API, the address is confirmed by the code {@code OK}. By packet, one UDP datagram from the address itself is
 * all that is sent, unencrypted and unacknowledged; it counts only once DNS shows the address. The question is for the
 * name with {@code -ngn} behind its first label, which the service answers alike without counting it as use of the name.
 *
 * @see <a href="https://i.open.ad.jp/api/">The API of OPEN IPv6 Dynamic DNS</a>
 * @see <a href="https://ddns.e-ntt.jp/config/api/default.aspx">The API of IPv6 Dynamic DNS</a>
 */
public final class FletsDdnsUpdater extends HttpService {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Capabilities CAPABILITIES = Capabilities.standard()
            .withFamilies(Set.of(AddressFamily.IPV6))
            .withMinimumInterval(Duration.ofMinutes(1))
            .withClosedNetworks();

    /** How the address gets there. */
    public enum Transport {
        /** By the API, with the address in the request. */
        ADDRESS,
        /** By the API, which takes the address that it is called from. */
        SOURCE,
        /** By an update packet from the address. */
        PACKET;

        /**
         * Reads the name used in configuration files.
         *
         * @param text such as {@code address}
         * @return the transport
         * @throws IllegalArgumentException if there is none of that name
         */
        public static Transport parse(String text) {
            return Transports.parse(values(), text);
        }

        /** {@return the name used in configuration files, such as {@code address}} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final FletsDdnsService service;
    private final Hostname zone;
    private final String endpoint;
    private final Secret secret;
    private final Transport transport;
    private final boolean plainHttpAllowed;
    private final @Nullable FletsPackets packets;

    private FletsDdnsUpdater(Builder builder, String endpoint, Secret secret) {
        super(builder);
        service = builder.service;
        zone = builder.zone == null ? Hostname.of(service.zone()) : builder.zone;
        this.endpoint = endpoint;
        this.secret = secret;
        transport = builder.transport;
        plainHttpAllowed = builder.plainHttpAllowed;
        packets = builder.packets();
    }

    /** {@return a builder for OPEN IPv6 Dynamic DNS (i.open.ad.jp)} */
    public static Builder openIpv6() {
        return new Builder(FletsDdnsService.OPEN_IPV6);
    }

    /** {@return a builder for NTT East's IPv6 Dynamic DNS (i.e-ntt.jp), whose endpoint must be given} */
    public static Builder nttEast() {
        return new Builder(FletsDdnsService.NTT_EAST);
    }

    /** {@return IPv6 only, addresses of closed networks too, at most once a minute} */
    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of(service.id() + ":" + endpoint, "", secret);
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return Requests.each(update, service.displayName(), CAPABILITIES.families(), (family, address) -> {
            if (!update.host().isWithin(zone)
                    || update.host().equals(zone)
                    || update.host().isWildcard()) {
                return Outcome.failed(
                        FailureReason.UNKNOWN_HOST,
                        Retry.never(),
                        update.host() + " is not a name below " + zone + ", where the service has its names");
            }
            return packets == null ? call(address) : packets.publish(update.host(), address);
        });
    }

    @Override
    public void close() {
        super.close();
        if (packets != null) {
            packets.observer().close();
        }
    }

    private Outcome call(InetAddress address) throws InterruptedException {
        String key = secret.reveal();
        if (!KEY.matcher(key).matches()) {
            return Outcome.failed(
                    FailureReason.BAD_CREDENTIALS,
                    Retry.never(),
                    "the host key holds something other than letters and digits: copy it anew");
        }
        String query = transport == Transport.SOURCE ? key : key + "=" + IpLiteral.format(address);
        HttpCall call = HttpCall.get(endpoint + "?" + query)
                .family(transport == Transport.SOURCE ? AddressFamily.IPV6 : null)
                .carriesSecrets()
                .allowPlainHttp(plainHttpAllowed)
                .build();
        return send(
                        call,
                        text -> FletsReply.parse(text)
                                .failure(address, service.displayName(), key, Requests.later(clock)))
                .<Outcome>map(failed -> failed)
                .orElseGet(() -> new Outcome.Published(Set.of(address)));
    }

    /** Collects what an updater needs. Not thread-safe. */
    public static final class Builder extends HttpBuilder<Builder> {

        private final FletsDdnsService service;
        private @Nullable Hostname zone;
        private @Nullable String endpoint;
        private @Nullable Secret hostKey;
        private @Nullable Secret updateHost;
        private Transport transport = Transport.ADDRESS;
        private int packetPort = UpdatePacket.PORT;
        private boolean plainHttpAllowed;
        private @Nullable RecordObserver observer;

        Builder(FletsDdnsService service) {
            this.service = service;
        }

        /**
         * Sets the key of the name, for the API.
         *
         * @param hostKey the host key
         * @return this
         */
        public Builder hostKey(Secret hostKey) {
            this.hostKey = hostKey;
            return this;
        }

        /**
         * Sets where to send update packets to.
         *
         * @param updateHost the update-only host name or IPv6 address of the name; whoever knows it can update the name
         * @return this
         */
        public Builder updateHost(Secret updateHost) {
            this.updateHost = updateHost;
            return this;
        }

        /**
         * Sets the UDP port that update packets go to, 9 (discard) if not set.
         *
         * @param port 1 to 65535
         * @return this
         * @throws IllegalArgumentException if it is not a port
         */
        public Builder packetPort(int port) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
            }
            this.packetPort = port;
            return this;
        }

        /**
         * Sets how the address gets there, {@link Transport#ADDRESS} if not set.
         *
         * @param transport the transport
         * @return this
         */
        public Builder transport(Transport transport) {
            this.transport = transport;
            return this;
        }

        /**
         * Sets the URL at which addresses are renewed. From lines of NTT West, OPEN IPv6 Dynamic DNS is reached through a
         * relay there.
         *
         * @param endpoint such as {@code https://ddnsapi-v6.open.ad.jp/api/renew/}
         * @return this
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = endpoint;
            return this;
        }

        /**
         * Sets what the names end in, {@code i.open.ad.jp} or {@code i.e-ntt.jp} if not set.
         *
         * @param zone another domain that the service has added
         * @return this
         * @throws IllegalArgumentException if it is not a domain name
         */
        public Builder zone(String zone) {
            this.zone = Hostname.of(zone);
            return this;
        }

        /**
         * Permits an endpoint that begins with {@code http://}: the host key then travels in the clear.
         *
         * @param allowed false if not set
         * @return this
         */
        public Builder allowPlainHttp(boolean allowed) {
            this.plainHttpAllowed = allowed;
            return this;
        }

        /**
         * Sets who verifies update packets, such as an {@code AuthoritativeObserver} of ddns-rfc2136.
         *
         * @param observer asks a name server of the service; closed with the updater
         * @return this
         */
        public Builder observer(RecordObserver observer) {
            this.observer = observer;
            return this;
        }

        /**
         * Makes the updater. Nothing is sent yet.
         *
         * @return a new updater
         * @throws IllegalArgumentException if something is missing or does not go together; the message says what would be
         *     right
         */
        public FletsDdnsUpdater build() {
            if (transport == Transport.PACKET) {
                if (updateHost == null) {
                    throw new IllegalArgumentException("update packets need the update-only host name or address");
                }
                if (observer == null) {
                    throw new IllegalArgumentException(
                            "nobody acknowledges an update packet: give an observer that asks DNS"
                                    + " whether it arrived, such as an AuthoritativeObserver of ddns-rfc2136");
                }
                return new FletsDdnsUpdater(this, "packet", updateHost);
            }
            if (hostKey == null) {
                throw new IllegalArgumentException("the API needs the host key");
            }
            String url = endpoint == null ? service.endpoint() : endpoint;
            if (url == null) {
                throw new IllegalArgumentException(
                        service.displayName() + " shows the URL of its API to its customers only: give it as endpoint");
            }
            Endpoints.check(url, plainHttpAllowed, service.displayName());
            return new FletsDdnsUpdater(this, url, hostKey);
        }

        private @Nullable FletsPackets packets() {
            return transport != Transport.PACKET || updateHost == null || observer == null
                    ? null
                    : new FletsPackets(updateHost, packetPort, observer, clock);
        }
    }
}
