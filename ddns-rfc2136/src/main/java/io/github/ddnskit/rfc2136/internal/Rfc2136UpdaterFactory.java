package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.Secret;
import io.github.ddnskit.rfc2136.GssCredentials;
import io.github.ddnskit.rfc2136.OwnerMark;
import io.github.ddnskit.rfc2136.Ownership;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.Sig0Key;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes an {@link Rfc2136Updater} from settings. Stateless and thread-safe. */
public final class Rfc2136UpdaterFactory implements UpdaterFactory {

    private static final Pattern WITH_BITS = Pattern.compile("(hmac-[a-z0-9]+)-([0-9]+)");

    private static final List<Field> KEY = List.of(
            Field.required("name", Kind.TEXT, "Key name", "The name of the key, exactly as the server has it."),
            Field.choice(
                    "algorithm",
                    "Algorithm",
                    "The algorithm that the server has for the key; hmac-sha256 if left out. With a number of bits behind it,"
                            + " signatures are cut to them.",
                    algorithms()),
            Field.required(
                    "secret", Kind.SECRET, "Secret", "The secret of the key in Base64, as the server shows it."));

    private static final String OWN = "own";
    private static final String TAKE_OVER = "take-over";
    private static final String DHCID = "dhcid";
    private static final String TXT = "txt";

    private static final List<Field> OWNER = List.of(
            Field.required(
                    "id", Kind.TEXT, "Identity", "What tells this device from all others, such as its serial number."),
            Field.choice(
                    "mode",
                    "Names of others",
                    "own leaves them alone, take-over takes those that carry a mark; own if left out.",
                    List.of(OWN, TAKE_OVER)),
            Field.choice(
                    "mark",
                    "Mark",
                    "dhcid is a DHCID record at the name, txt a TXT record beside it; dhcid if left out.",
                    List.of(DHCID, TXT)));

    private static final String SPNEGO = "spnego";
    private static final String KERBEROS = "kerberos";

    private static final List<Field> PRINCIPAL = List.of(
            Field.optional(
                    "principal",
                    Kind.TEXT,
                    "Principal",
                    "The principal, such as host/nas.example.org@EXAMPLE.ORG; the one of the ticket cache if left out."),
            Field.optional("keytab", Kind.PATH, "Keytab", "The file with the key of the principal."),
            Field.optional(
                    "password", Kind.SECRET, "Password", "The password of the principal, if there is no keytab."),
            Field.optional(
                    "ticketCache",
                    Kind.PATH,
                    "Ticket cache",
                    "The file of kinit -c, if there is no principal; the cache of the system if left out."),
            Field.optional(
                    "service",
                    Kind.TEXT,
                    "Service",
                    "The principal of the server; DNS/ and the primary server of the zone if left out."),
            Field.choice(
                    "mechanism",
                    "Mechanism",
                    "How client and server agree; spnego if left out.",
                    List.of(SPNEGO, KERBEROS)));

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "rfc2136",
            "DNS UPDATE (RFC 2136)",
            "https://www.rfc-editor.org/info/rfc2136",
            List.of(
                    Field.optional(
                            "server",
                            Kind.TEXT,
                            "Name server",
                            "The primary name server of the zone: a name or an address, with :port unless it is 53 (853"
                                    + " over TLS); looked for in DNS if left out."),
                    Field.optional(
                            "otherServers",
                            Kind.TEXTS,
                            "Other name servers",
                            "Servers to try in this order when the first does not take an update."),
                    Field.optional(
                            "resolvers",
                            Kind.TEXTS,
                            "Resolvers",
                            "Whom to ask for the server, if it is to be looked for; the resolvers of the system if left out."),
                    Field.optional("zone", Kind.TEXT, "Zone", "The zone to update; looked for if left out."),
                    Field.optional(
                            "ttl", Kind.NUMBER, "TTL", "The time to live of the records in seconds; 60 if left out."),
                    TransportSettings.TRANSPORT,
                    TransportSettings.TLS_GROUP,
                    TransportSettings.FROM,
                    Field.group("key", "Key", "The TSIG key to sign with; requests are not signed without one.", KEY),
                    Field.optional(
                            "sig0Key",
                            Kind.PATH,
                            "SIG(0) key",
                            "One of the two key files of dnssec-keygen, to sign with instead of a TSIG key."),
                    Field.group(
                            KERBEROS,
                            "Kerberos",
                            "The principal to sign for with GSS-TSIG, instead of a key.",
                            PRINCIPAL),
                    Field.optional(
                            "followServerClock",
                            Kind.FLAG,
                            "Follow the server's clock",
                            "Sign by the server's clock when the server has proven that ours is wrong; only with a TSIG key."),
                    Field.optional(
                            "timeout", Kind.DURATION, "Timeout", "How long one update may take; PT10S if left out."),
                    Field.group(
                            "owner",
                            "Owner",
                            "Whose names they are: only free names and those that carry the owner's mark are updated.",
                            OWNER),
                    Field.optional(
                            "onlyIfUnchanged",
                            Kind.FLAG,
                            "Only if unchanged",
                            "Addresses that somebody else changed are not overwritten."),
                    Field.optional(
                            "reverse",
                            Kind.FLAG,
                            "Reverse zone",
                            "The PTR records of the addresses are kept too, at the same server."),
                    Field.optional(
                            "lease",
                            Kind.DURATION,
                            "Lease",
                            "After what time the server shall forget a name that is not sent again, if it can.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public Rfc2136UpdaterFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public DnsUpdater create(Settings settings) {
        Rfc2136Updater.Builder builder = Rfc2136Updater.builder();
        List<String> others = settings.texts("otherServers");
        if (!others.isEmpty() && settings.text("server").isEmpty()) {
            throw new IllegalArgumentException("\"otherServers\" come after a \"server\": give that too");
        }
        settings.text("server").ifPresent(builder::server);
        others.forEach(builder::server);
        settings.texts("resolvers").forEach(builder::resolver);
        TransportSettings.read(settings).ifPresent(builder::transport);
        settings.text("zone").ifPresent(builder::zone);
        settings.number("ttl").map(Duration::ofSeconds).ifPresent(builder::ttl);
        settings.duration("timeout").ifPresent(builder::timeout);
        settings.group("key").map(Rfc2136UpdaterFactory::key).ifPresent(builder::tsig);
        settings.path("sig0Key").map(Sig0Key::fromFile).ifPresent(builder::sig0);
        settings.group(KERBEROS).map(Rfc2136UpdaterFactory::principal).ifPresent(builder::gss);
        if (settings.flag("followServerClock").orElse(false)) {
            builder.followServerClock();
        }
        settings.group("owner").map(Rfc2136UpdaterFactory::ownership).ifPresent(builder::ownership);
        settings.flag("onlyIfUnchanged").filter(flag -> flag).ifPresent(flag -> builder.onlyIfUnchanged());
        settings.flag("reverse").filter(flag -> flag).ifPresent(flag -> builder.reverse());
        settings.duration("lease").ifPresent(builder::lease);
        return builder.build();
    }

    private static Ownership ownership(Settings settings) {
        String id = Settings.required(settings.text("id"));
        OwnerMark mark = settings.text("mark").orElse(DHCID).equals(TXT) ? OwnerMark.text(id) : OwnerMark.device(id);
        return settings.text("mode").orElse(OWN).equals(TAKE_OVER) ? Ownership.takeOver(mark) : Ownership.own(mark);
    }

    private static GssCredentials principal(Settings settings) {
        GssCredentials credentials = login(settings)
                .withMechanism(
                        settings.text("mechanism").orElse(SPNEGO).equals(SPNEGO)
                                ? GssCredentials.Mechanism.SPNEGO
                                : GssCredentials.Mechanism.KERBEROS);
        return settings.text("service").map(credentials::withService).orElse(credentials);
    }

    private static GssCredentials login(Settings settings) {
        Optional<String> principal = settings.text("principal");
        Optional<Path> keytab = settings.path("keytab");
        Optional<Secret> password = settings.secret("password");
        Optional<Path> cache = settings.path("ticketCache");
        boolean oneWay =
                Stream.of(keytab, password, cache).filter(Optional::isPresent).count() <= 1;
        if (!oneWay || principal.isPresent() != (keytab.isPresent() || password.isPresent())) {
            throw new IllegalArgumentException("a principal needs a keytab or a password; without either there is no"
                    + " principal, but a ticket cache");
        }
        if (keytab.isPresent()) {
            return GssCredentials.keytab(Settings.required(principal), keytab.get());
        }
        return password.isPresent()
                ? GssCredentials.password(Settings.required(principal), password.get())
                : cache.map(GssCredentials::ticketCache).orElseGet(GssCredentials::ticketCache);
    }

    private static TsigKey key(Settings settings) {
        TsigKey whole = TsigKey.of(
                Settings.required(settings.text("name")),
                settings.text("algorithm")
                        .map(text -> TsigAlgorithm.parse(WITH_BITS.matcher(text).replaceFirst("$1")))
                        .orElse(TsigAlgorithm.HMAC_SHA256),
                Settings.required(settings.secret("secret")));
        return settings.text("algorithm")
                .map(WITH_BITS::matcher)
                .filter(Matcher::matches)
                .map(bits -> whole.truncatedTo(Integer.parseInt(bits.group(2)) / Byte.SIZE))
                .orElse(whole);
    }

    /** All of them, whole and cut as short as can be, as BIND writes them. */
    private static List<String> algorithms() {
        return Arrays.stream(TsigAlgorithm.values())
                .flatMap(algorithm ->
                        Stream.of(algorithm.toString(), algorithm + "-" + algorithm.leastOctets() * Byte.SIZE))
                .toList();
    }
}
