package io.github.ddnskit.dyndns2.internal;

import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes updaters of a row that the user wrote. Stateless and thread-safe. */
final class OwnDialectFactory implements UpdaterFactory {

    private static final Field DIALECT = Field.required(
            "dialect", Kind.PATH, "Description", "A JSON file that describes the service, as the guide has it.");

    @Override
    public Descriptor descriptor() {
        List<Field> fields = Stream.of(
                        Stream.of(DIALECT),
                        DialectFactory.credentials().values().stream(),
                        Stream.of(DialectFactory.CONTACT, DialectFactory.OTHER_FAMILY, DialectFactory.PLAIN_HTTP))
                .flatMap(all -> all)
                .toList();
        return new Descriptor(
                "dyndns2", "Another service like dyndns2", "https://help.dyn.com/remote-access-api/", fields);
    }

    @Override
    public DnsUpdater create(Settings settings) {
        Path file = Settings.required(settings.path("dialect"));
        try {
            return DialectFactory.builder(settings)
                    .dialect(Dialect.fromJson(Files.readString(file)))
                    .build();
        } catch (IOException e) {
            throw new IllegalArgumentException("the description " + file + " cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }
}
