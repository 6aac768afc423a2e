package io.github.ddnskit.internal;

import io.github.ddnskit.ip.InterfaceIdentifier;
import io.github.ddnskit.ip.InterfaceIpSource;
import io.github.ddnskit.ip.SuffixIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link SuffixIpSource} from settings. */
public final class SuffixIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "suffix",
            "Suffix behind the IPv6 prefix of an interface",
            "https://www.rfc-editor.org/rfc/rfc4291.html",
            List.of(
                    Field.optional("suffix", Field.Kind.TEXT, "Suffix", "what follows the prefix, such as ::1:2:3:4"),
                    Field.optional(
                            "mac",
                            Field.Kind.TEXT,
                            "Hardware address",
                            "in place of a suffix, the hardware address of a host that makes its IPv6 address from it, such as 00:11:22:33:44:55"),
                    Field.optional(
                            "prefixLength", Field.Kind.NUMBER, "Length of the prefix", "in bits; 64 if left out"),
                    Field.optional(
                            "interface",
                            Field.Kind.TEXT,
                            "Interface",
                            "the name of the interface that has the prefix, such as eth0; any but the loopback one if left out")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public SuffixIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        if (settings.text("suffix").isPresent() == settings.text("mac").isPresent()) {
            throw new IllegalArgumentException("give either the suffix or the hardware address of the host");
        }
        InterfaceIdentifier identifier = settings.text("suffix")
                .map(InterfaceIdentifier::parse)
                .orElseGet(() -> InterfaceIdentifier.eui64(settings.text("mac").orElseThrow()));
        long prefixLength = settings.number("prefixLength").orElse((long) SuffixIpSource.USUAL_PREFIX);
        return SuffixIpSource.of(
                settings.text("interface").map(InterfaceIpSource::of).orElseGet(InterfaceIpSource::any),
                (int) Math.max(-1, Math.min(prefixLength, 128)),
                identifier);
    }
}
