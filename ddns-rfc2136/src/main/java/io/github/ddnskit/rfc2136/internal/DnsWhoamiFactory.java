package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.rfc2136.DnsWhoamiSource;
import io.github.ddnskit.rfc2136.DnsWhoamiSource.Answer;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Field.Kind;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Makes a {@link DnsWhoamiSource} from settings. Stateless and thread-safe. */
public final class DnsWhoamiFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "dns-whoami",
            "Name server that tells the address",
            "https://github.com/ddnskit/ddnskit",
            List.of(
                    Field.optional(
                            "server",
                            Kind.TEXT,
                            "Name server",
                            "The server to ask for IPv4 and IPv6, each over its own: a name or an address, with :port"
                                    + " unless it is 53."),
                    Field.optional(
                            "ipv4Server",
                            Kind.TEXT,
                            "Name server for IPv4",
                            "The server to ask for IPv4, where it is another one."),
                    Field.optional(
                            "ipv6Server",
                            Kind.TEXT,
                            "Name server for IPv6",
                            "The server to ask for IPv6, where it is another one."),
                    Field.required(
                            "name",
                            Kind.TEXT,
                            "Name",
                            "The name that stands for whoever asks, such as myip.opendns.com."),
                    Field.choice(
                            "record",
                            "Record",
                            "The record that holds the answer; address (A or AAAA) if left out.",
                            Arrays.stream(Answer.values())
                                    .map(DnsWhoamiFactory::word)
                                    .toList()),
                    TransportSettings.TRANSPORT,
                    TransportSettings.TLS_GROUP,
                    Field.optional(
                            "operator",
                            Kind.TEXT,
                            "Operator",
                            "Who runs the server; answers of one operator count once. The host if left out.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public DnsWhoamiFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        DnsWhoamiSource.Builder builder = DnsWhoamiSource.builder().name(Settings.required(settings.text("name")));
        settings.text("server").ifPresent(builder::server);
        settings.text("ipv4Server").ifPresent(server -> builder.server(AddressFamily.IPV4, server));
        settings.text("ipv6Server").ifPresent(server -> builder.server(AddressFamily.IPV6, server));
        settings.text("record").map(DnsWhoamiFactory::answer).ifPresent(builder::answer);
        settings.text("operator").ifPresent(builder::operator);
        TransportSettings.read(settings).ifPresent(builder::transport);
        return builder.build();
    }

    private static Answer answer(String text) {
        return Arrays.stream(Answer.values())
                .filter(answer -> word(answer).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"record\" is address, txt or chaos-txt"));
    }

    private static String word(Answer answer) {
        return answer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
