package io.github.ddnskit.config;

import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactories;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.List;
import java.util.stream.IntStream;

/** So many types of a vendor that nobody wants to read a list of them. */
public final class ManyUpdaters implements UpdaterFactories {

    /** Creates the types; {@link java.util.ServiceLoader} calls this. */
    public ManyUpdaters() {}

    @Override
    public List<UpdaterFactory> factories() {
        return IntStream.range(0, 50).<UpdaterFactory>mapToObj(Numbered::new).toList();
    }

    private record Numbered(int number) implements UpdaterFactory {

        @Override
        public Descriptor descriptor() {
            return new Descriptor("number-" + number, "Number", "https://example.org", List.of());
        }

        @Override
        public DnsUpdater create(Settings settings) {
            throw new IllegalArgumentException("a number publishes nothing");
        }
    }
}
