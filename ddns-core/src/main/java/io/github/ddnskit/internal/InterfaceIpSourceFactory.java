package io.github.ddnskit.internal;

import io.github.ddnskit.ip.InterfaceIpSource;
import io.github.ddnskit.ip.Prefix;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link InterfaceIpSource} from settings. */
public final class InterfaceIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "interface",
            "Network interface",
            "https://github.com/ddnskit/ddnskit",
            List.of(
                    Field.optional(
                            "name",
                            Field.Kind.TEXT,
                            "Interface",
                            "the name of an interface such as eth0; any but the loopback one if left out"),
                    Field.optional(
                            "pattern",
                            Field.Kind.TEXT,
                            "Interfaces",
                            "in place of a name, a pattern such as enp* in which * stands for any characters and ? for one"),
                    Field.optional(
                            "prefixes",
                            Field.Kind.TEXTS,
                            "Prefixes",
                            "use only addresses in one of these ranges, such as 2001:db8::/32; ranges of one family do not restrict the other"),
                    Field.optional(
                            "temporaryToo",
                            Field.Kind.FLAG,
                            "Temporary addresses too",
                            "use a temporary IPv6 address if there is no stable one; it changes at least once a day")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public InterfaceIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        InterfaceIpSource.Builder builder = InterfaceIpSource.builder();
        if (settings.text("name").isPresent() && settings.text("pattern").isPresent()) {
            throw new IllegalArgumentException("give the name of an interface or a pattern, not both");
        }
        settings.text("name").ifPresent(builder::name);
        settings.text("pattern").ifPresent(builder::pattern);
        settings.texts("prefixes").forEach(prefix -> builder.prefix(Prefix.parse(prefix)));
        if (settings.flag("temporaryToo").orElse(false)) {
            builder.temporaryToo();
        }
        return builder.build();
    }
}
