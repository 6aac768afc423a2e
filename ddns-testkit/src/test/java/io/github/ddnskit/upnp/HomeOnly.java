package io.github.ddnskit.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import okhttp3.HttpUrl;

/** That a URL leads to a router and nowhere else, as the one reads it who would follow it. */
final class HomeOnly {

    private HomeOnly() {}

    static void assertLeadsTo(InetAddress router, URI url) {
        assertThat(url.toString()).doesNotContainPattern("[#\\\\\\s]");
        HttpUrl followed = HttpUrl.get(url.toString());
        assertThat(followed.scheme()).isEqualTo("http");
        assertThat(followed.host()).isEqualTo(IpLiteral.format(router));
        assertThat(followed.port()).isEqualTo(url.getPort() < 0 ? 80 : url.getPort());
        assertThat(followed.username() + followed.password()).isEmpty();
    }
}
