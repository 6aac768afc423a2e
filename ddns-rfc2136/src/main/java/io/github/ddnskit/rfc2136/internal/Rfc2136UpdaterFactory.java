package io.github.ddnskit.rfc2136.internal;

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
                            "timeout", Kind.DURATION, "Timeout", "How long one update may take; PT10S if left out.")));

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
        return builder.build();
    }

    private static TsigKey key(Settings settings) {
        return TsigKey.of(
                Settings.required(settings.text("name")),
                settings.text("algorithm").map(TsigAlgorithm::parse).orElse(TsigAlgorithm.HMAC_SHA256),
                Settings.required(settings.secret("secret")));
    }
}
