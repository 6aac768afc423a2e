package io.github.ddnskit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Secret;
import io.github.ddnskit.testkit.provider.FakeHttp;
import io.github.ddnskit.testkit.provider.HttpAnswer;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HttpEngineTest {

    @AutoClose
    private final FakeHttp server = FakeHttp.start(Set.of("api.example.org"), exchange -> HttpAnswer.text(200, "good"));

    @AutoClose
    private final HttpEngine engine =
            server.engine().product("ExampleNAS/4.2").contact("nas@example.org").build();

    @Test
    void sendsWhatTheCallSays() throws Exception {
        HttpCall call = HttpCall.get("https://api.example.org/v1")
                .segment("a b")
                .query("hostname", "a.example.org,b.example.org")
                .query("token", Secret.of("s3cret"))
                .basic("user", Secret.of("password"))
                .build();
        assertThat(call).hasToString("GET https://api.example.org/v1/a%20b?hostname=***&token=***");
        assertThat(engine.send(call).text()).isEqualTo("good");
        assertThat(server.exchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.host()).isEqualTo("api.example.org");
            assertThat(exchange.target()).isEqualTo("/v1/a%20b?hostname=a.example.org,b.example.org&token=s3cret");
            assertThat(exchange.basic()).contains("user:password");
            assertThat(exchange.header("User-Agent").orElse(""))
                    .matches("ExampleNAS/4\\.2 ddnskit/[0-9][^ ]* \\(nas@example\\.org\\)");
        });
    }

    @Test
    void connectsWithTheFamilyThatIsAskedFor() throws Exception {
        for (AddressFamily family : AddressFamily.values()) {
            if (family == AddressFamily.IPV4 || server.hasIpv6()) {
                server.clear();
                engine.send(
                        HttpCall.get("https://api.example.org/").family(family).build());
                assertThat(server.exchanges())
                        .singleElement()
                        .satisfies(exchange -> assertThat(exchange.family()).isEqualTo(family));
            }
        }
    }

    @Test
    void refusesToSendCredentialsInTheClear() {
        assertThatThrownBy(() -> engine.send(HttpCall.get("http://api.example.org/")
                        .bearer(Secret.of("token"))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the clear");
        assertThat(server.exchanges()).isEmpty();
    }
}
