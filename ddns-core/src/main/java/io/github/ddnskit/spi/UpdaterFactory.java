package io.github.ddnskit.spi;

/**
 * Makes an updater from settings, for programs that are configured rather than coded. Found with
 * {@link java.util.ServiceLoader} by {@link io.github.ddnskit.catalog.Catalog}, alone or among {@link UpdaterFactories}.
 * Thread-safe.
 */
public interface UpdaterFactory {

    /** {@return what it makes, and what it must be told} */
    Descriptor descriptor();

    /**
     * Makes an updater.
     *
     * @param settings checked against the fields of the {@link #descriptor()}
     * @return a new one, which the caller closes
     * @throws IllegalArgumentException if the settings do not go together; the message says what would be right
     */
    DnsUpdater create(Settings settings);
}
