package io.github.ddnskit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallTest {

    private static final String CANARY = "a-canary-that-must-not-sing";
    private static final Secret SECRET = Secret.of(CANARY);

    @Test
    void showsNoSecretAndNoValueOfAQuery() {
        HttpCall call = HttpCall.of("POST", "https://api.example.org/v1?key=" + CANARY)
                .query("token", SECRET)
                .query("hostname", "home.example.org")
                .rawQuery(SECRET)
                .header("X-Token", SECRET)
                .bearer(SECRET)
                .basic("user", SECRET)
                .form("password", SECRET)
                .build();
        assertThat(call).hasToString("POST https://api.example.org/v1?***&token=***&hostname=***&***");
        assertThat(HttpCall.get("https://api.example.org/u")
                        .segment(SECRET)
                        .segment("now")
                        .build())
                .hasToString("GET https://api.example.org/u/***/now");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.example.org,b.example.org | a.example.org,b.example.org",
                "2001:db8::1 | 2001:db8::1",
                "*.example.org | *.example.org",
                "a b&c=d?e/f#g%h+i | a%20b%26c%3Dd%3Fe%2Ff%23g%25h%2Bi",
                "日本 | %E6%97%A5%E6%9C%AC",
                "user@example.org | user%40example.org"
            })
    void encodesWhatAUrlCannotHold(String text, String encoded) {
        assertThat(HttpCall.get("https://api.example.org/")
                        .query("q", text)
                        .build()
                        .url()
                        .toString())
                .isEqualTo("https://api.example.org/?q=" + encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://example.org/", "example.org", "https:///path", "https://u:p@example.org/", "https://a/#b"
            })
    void refusesWhatIsNoUrlToSendTo(String url) {
        assertThatThrownBy(() -> HttpCall.get(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAProductOrContactThatBreaksTheHeader() {
        HttpEngine.Builder builder = HttpEngine.builder();
        assertThatThrownBy(() -> builder.product("My NAS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ExampleNAS/4.2");
        assertThatThrownBy(() -> builder.contact("me\r\nX-Evil: 1")).isInstanceOf(IllegalArgumentException.class);
    }
}
