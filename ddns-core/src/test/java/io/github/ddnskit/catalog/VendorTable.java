package io.github.ddnskit.catalog;

import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactories;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.List;
import java.util.stream.Stream;

/** A table of services as a vendor may add it. */
public final class VendorTable implements UpdaterFactories {

    /** Creates the table; {@link java.util.ServiceLoader} calls this. */
    public VendorTable() {}

    @Override
    public List<UpdaterFactory> factories() {
        return Stream.of("north", "south").<UpdaterFactory>map(Row::new).toList();
    }

    private record Row(String id) implements UpdaterFactory {

        @Override
        public Descriptor descriptor() {
            return new Descriptor(
                    id,
                    "The service in the " + id,
                    "https://" + id + ".example",
                    List.of(Field.required("user", Field.Kind.TEXT, "User name", "Who you are there.")));
        }

        @Override
        public DnsUpdater create(Settings settings) {
            throw new IllegalArgumentException("nobody answers in the " + id);
        }
    }
}
