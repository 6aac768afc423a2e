package io.github.ddnskit.echo.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.HttpIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes an {@link HttpIpSource} from settings. Stateless and thread-safe. */
public final class HttpIpSourceFactory extends SourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "http",
            "Web service that tells the address",
            "https://github.com/ddnskit/ddnskit",
            List.of(
                    text("url", "URL", "The URL to ask for IPv4 and IPv6, each over its own."),
                    text("ipv4Url", "URL for IPv4", "The URL to ask for IPv4, where it is another one."),
                    text("ipv6Url", "URL for IPv6", "The URL to ask for IPv6, where it is another one."),
                    text(
                            "pointer",
                            "JSON pointer",
                            "Where in a JSON answer the address stands, such as /ip; a bare address is expected if left"
                                    + " out."),
                    text(
                            "key",
                            "Line key",
                            "The key of the line key=value with the address; a bare address is expected if left out."),
                    text(
                            "operator",
                            "Operator",
                            "Who runs the service; answers of one operator count once. The end of the host name if left"
                                    + " out."),
                    flag(
                            "allowPlainHttp",
                            "Allow plain http",
                            "Whether to ask without TLS, where anybody on the way can forge the answer.")));

    /** Used by {@link java.util.ServiceLoader}. */
    public HttpIpSourceFactory() {
        super(DESCRIPTOR, HttpIpSourceFactory::source);
    }

    private static IpSource source(Settings settings) {
        HttpIpSource.Builder builder = HttpIpSource.builder()
                .allowPlainHttp(settings.flag("allowPlainHttp").orElse(false));
        settings.text("url").ifPresent(builder::url);
        settings.text("ipv4Url").ifPresent(url -> builder.url(AddressFamily.IPV4, url));
        settings.text("ipv6Url").ifPresent(url -> builder.url(AddressFamily.IPV6, url));
        settings.text("operator").ifPresent(builder::operator);
        if (settings.text("pointer").isPresent() && settings.text("key").isPresent()) {
            throw new IllegalArgumentException("\"pointer\" is for JSON and \"key\" for lines: use one of them");
        }
        settings.text("pointer").ifPresent(builder::jsonPointer);
        settings.text("key").ifPresent(builder::key);
        return builder.build();
    }
}
