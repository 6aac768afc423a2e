package io.github.ddnskit.jp.internal;

import io.github.ddnskit.jp.DdnsNowUpdater;
import io.github.ddnskit.jp.FletsDdnsUpdater;
import io.github.ddnskit.jp.MyDnsJpUpdater;
import io.github.ddnskit.jp.OnamaeUpdater;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactories;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Makes the updaters of this package from settings. Stateless and thread-safe. */
public final class JapaneseServices implements UpdaterFactories {

    private static final Field PLAIN_HTTP = Field.optional(
            "plainHttp",
            Kind.FLAG,
            "Permit plain http",
            "Whether the credentials may travel unencrypted, where there is no https; no if left out.");

    private static final Field FLETS_TRANSPORT = Field.choice(
            "transport",
            "Transport",
            "How the address gets there: address sends it; with source it is the address of the caller; address if left "
                    + "out.",
            List.of(FletsDdnsUpdater.Transport.ADDRESS.toString(), FletsDdnsUpdater.Transport.SOURCE.toString()));

    private static final Field HOST_KEY =
            Field.required("hostKey", Kind.SECRET, "Host key", "The key of the name, as the service shows it.");

    private static final UpdaterFactory OPEN_IPV6 = new Row(
            new Descriptor(
                            "open-ipv6-ddns",
                            "OPEN IPv6 Dynamic DNS",
                            "https://i.open.ad.jp/",
                            List.of(
                                    HOST_KEY,
                                    Field.optional(
                                                    "endpoint",
                                                    Kind.TEXT,
                                                    "Endpoint",
                                                    "The URL at which addresses are renewed, such as that of the relay for lines of NTT "
                                                            + "West; the service's own if left out.")
                                            .withPattern("https?://.+"),
                                    FLETS_TRANSPORT,
                                    PLAIN_HTTP))
                    .withDocumentation("https://i.open.ad.jp/api/"),
            settings -> flets(FletsDdnsUpdater.openIpv6(), settings));

    private static final UpdaterFactory NTT_EAST = new Row(
            new Descriptor(
                            "ntt-east-ipv6-ddns",
                            "NTT East IPv6 Dynamic DNS",
                            "https://ddns.e-ntt.jp/",
                            List.of(
                                    HOST_KEY,
                                    Field.required(
                                                    "endpoint",
                                                    Kind.TEXT,
                                                    "Endpoint",
                                                    "The URL at which addresses are renewed, as the service shows it to its customers.")
                                            .withPattern("https?://.+"),
                                    FLETS_TRANSPORT,
                                    PLAIN_HTTP))
                    .withDocumentation("https://ddns.e-ntt.jp/config/api/default.aspx"),
            settings -> flets(FletsDdnsUpdater.nttEast(), settings));

    private static final UpdaterFactory MYDNS_JP = new Row(
            new Descriptor(
                            "mydns-jp",
                            "MyDNS.JP",
                            "https://www.mydns.jp/",
                            List.of(
                                    Field.required(
                                            "masterId",
                                            Kind.TEXT,
                                            "Master ID",
                                            "The master ID of the account, or a child ID, such as mydns123456."),
                                    Field.required(
                                            "password",
                                            Kind.SECRET,
                                            "Password",
                                            "The password that came with the master ID or child ID."),
                                    Field.choice(
                                            "transport",
                                            "Transport",
                                            "How the address gets there: direct sends it by HTTPS; with source (HTTPS), pop3 "
                                                    + "and ftp (logins over TLS) it is the address of the caller; direct if "
                                                    + "left out.",
                                            names(MyDnsJpUpdater.Transport.values())),
                                    Field.optional(
                                            "loginHost",
                                            Kind.TEXT,
                                            "Login host",
                                            "Where to log in by POP3 or FTP; ipv4.mydns.jp and ipv6.mydns.jp if left out.")))
                    .withDocumentation("https://www.mydns.jp/?MENU=030"),
            JapaneseServices::myDnsJp);

    private static final UpdaterFactory ONAMAE = new Row(
            new Descriptor(
                            "onamae",
                            "Onamae.com",
                            "https://www.onamae.com/",
                            List.of(
                                    Field.required(
                                            "userId", Kind.TEXT, "User ID", "The number of the account at Onamae.com."),
                                    Field.required("password", Kind.SECRET, "Password", "The password of the account."),
                                    Field.required(
                                            "domain",
                                            Kind.TEXT,
                                            "Domain",
                                            "The domain that was bought, such as example.com; hosts are it or below it.")))
                    .withDocumentation("https://help.onamae.com/answer/7920"),
            JapaneseServices::onamae);

    private static final UpdaterFactory DDNS_NOW = new Row(
            new Descriptor(
                    "ddns-now",
                    "DDNS Now",
                    "https://ddns.kuku.lu/",
                    List.of(
                            Field.required(
                                    "token",
                                    Kind.SECRET,
                                    "API token",
                                    "The API token of the domain, as its page shows it."),
                            Field.optional(
                                    "domain",
                                    Kind.TEXT,
                                    "Domain",
                                    "The name of the domain at DDNS Now; what stands before .f5.si if left out."))),
            JapaneseServices::ddnsNow);

    /** Used by {@link java.util.ServiceLoader}. */
    public JapaneseServices() {}

    @Override
    public List<UpdaterFactory> factories() {
        return List.of(MYDNS_JP, OPEN_IPV6, NTT_EAST, ONAMAE, DDNS_NOW);
    }

    private record Row(Descriptor descriptor, Function<Settings, DnsUpdater> maker) implements UpdaterFactory {
        @Override
        public DnsUpdater create(Settings settings) {
            return maker.apply(settings);
        }
    }

    private static DnsUpdater flets(FletsDdnsUpdater.Builder builder, Settings settings) {
        builder.hostKey(Settings.required(settings.secret("hostKey")));
        settings.text("endpoint").ifPresent(builder::endpoint);
        settings.text("transport").map(FletsDdnsUpdater.Transport::parse).ifPresent(builder::transport);
        settings.flag("plainHttp").ifPresent(builder::allowPlainHttp);
        return builder.build();
    }

    private static DnsUpdater myDnsJp(Settings settings) {
        MyDnsJpUpdater.Builder builder = MyDnsJpUpdater.builder()
                .masterId(Settings.required(settings.text("masterId")))
                .password(Settings.required(settings.secret("password")));
        settings.text("transport").map(MyDnsJpUpdater.Transport::parse).ifPresent(builder::transport);
        settings.text("loginHost").ifPresent(builder::loginHost);
        return builder.build();
    }

    private static DnsUpdater onamae(Settings settings) {
        return OnamaeUpdater.builder()
                .userId(Settings.required(settings.text("userId")))
                .password(Settings.required(settings.secret("password")))
                .domain(Settings.required(settings.text("domain")))
                .build();
    }

    private static DnsUpdater ddnsNow(Settings settings) {
        DdnsNowUpdater.Builder builder = DdnsNowUpdater.builder().token(Settings.required(settings.secret("token")));
        settings.text("domain").ifPresent(builder::domain);
        return builder.build();
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::toString).toList();
    }
}
