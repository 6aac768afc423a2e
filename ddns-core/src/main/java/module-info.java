/**
 * The values, the SPI and the engine of ddnskit, and the address sources that need only the JDK.
 *
 * <p>Start with {@link io.github.ddnskit.DdnsClient}.
 */
module io.github.ddnskit.core {
    // for those who share their state through a database, and nobody else
    requires static transitive java.sql;
    requires static transitive org.jspecify;

    exports io.github.ddnskit;
    exports io.github.ddnskit.catalog;
    exports io.github.ddnskit.event;
    exports io.github.ddnskit.ip;
    exports io.github.ddnskit.policy;
    exports io.github.ddnskit.spi;
    exports io.github.ddnskit.state;

    uses io.github.ddnskit.spi.IpSourceFactory;
    uses io.github.ddnskit.spi.UpdaterFactories;
    uses io.github.ddnskit.spi.UpdaterFactory;

    provides io.github.ddnskit.spi.IpSourceFactory with
            io.github.ddnskit.internal.CommandIpSourceFactory,
            io.github.ddnskit.internal.FileIpSourceFactory,
            io.github.ddnskit.internal.FixedIpSourceFactory,
            io.github.ddnskit.internal.InterfaceIpSourceFactory,
            io.github.ddnskit.internal.NatPmpIpSourceFactory,
            io.github.ddnskit.internal.PcpIpSourceFactory,
            io.github.ddnskit.internal.StunIpSourceFactory,
            io.github.ddnskit.internal.SuffixIpSourceFactory;
}
