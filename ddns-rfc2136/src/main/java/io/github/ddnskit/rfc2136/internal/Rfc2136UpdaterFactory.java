package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.OwnerMark;
import io.github.ddnskit.rfc2136.Ownership;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Makes an {@link Rfc2136Updater} from settings. Stateless and thread-safe. */
public final class Rfc2136UpdaterFactory implements UpdaterFactory {

    private static final List<Field> KEY = List.of(
            Field.required("name", Kind.TEXT, "Key name", "The name of the key, exactly as the server has it."),
            Field.choice(
                    "algorithm",
                    "Algorithm",
                    "The algorithm that the server has for the key; hmac-sha256 if left out.",
                    Arrays.stream(TsigAlgorithm.values())
                            .map(TsigAlgorithm::toString)
                            .toList()),
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

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "rfc2136",
            "DNS UPDATE (RFC 2136)",
            "https://www.rfc-editor.org/info/rfc2136",
            List.of(
                    Field.required(
                            "server",
                            Kind.TEXT,
                            "Name server",
                            "The primary name server of the zone: a name or an address, with :port unless it is 53."),
                    Field.optional(
                            "zone", Kind.TEXT, "Zone", "The zone to update; the server is asked for it if left out."),
                    Field.optional(
                            "ttl", Kind.NUMBER, "TTL", "The time to live of the records in seconds; 60 if left out."),
                    Field.group("key", "Key", "The TSIG key to sign with; requests are not signed without one.", KEY),
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
        Rfc2136Updater.Builder builder = Rfc2136Updater.builder().server(Settings.required(settings.text("server")));
        settings.text("zone").ifPresent(builder::zone);
        settings.number("ttl").map(Duration::ofSeconds).ifPresent(builder::ttl);
        settings.duration("timeout").ifPresent(builder::timeout);
        settings.group("key").map(Rfc2136UpdaterFactory::key).ifPresent(builder::tsig);
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

    private static TsigKey key(Settings settings) {
        return TsigKey.of(
                Settings.required(settings.text("name")),
                settings.text("algorithm").map(TsigAlgorithm::parse).orElse(TsigAlgorithm.HMAC_SHA256),
                Settings.required(settings.secret("secret")));
    }
}
