package io.github.ddnskit.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ddnskit.Secret;
import io.github.ddnskit.peers.Tool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TsigKeyTest {

    private static final String SECRET = "c2VjcmV0IG9mIHRoZSB0ZXN0";

    @ParameterizedTest
    @EnumSource
    void readsWhatTsigKeygenPrints(TsigAlgorithm algorithm) {
        String printed = Tool.run("tsig-keygen", "-a", algorithm.toString(), "Home-Key.example")
                .stdout();
        TsigKey key = TsigKey.parse(printed);
        assertThat(key.name()).isEqualTo("home-key.example.");
        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThat(printed).contains('"' + key.secret().reveal() + '"');
        assertThat(key.octets()).hasSizeGreaterThanOrEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddns-key:" + SECRET,
                "  ddns-key.:" + SECRET + "\n",
                "hmac-sha256:ddns-key:" + SECRET,
                "HMAC-SHA256.:DDNS-KEY.:" + SECRET,
                "key ddns-key { algorithm hmac-sha256; secret " + SECRET + "; };",
                "key \"ddns-key\" {\n\talgorithm hmac-sha256;\n\tsecret \"" + SECRET + "\";\n};\n",
                "KEY \"ddns-key.\"{secret \"" + SECRET + "\";algorithm HMAC-SHA256;}",
                "# made by hand\n/* key \"no\" { } */\nkey ddns-key { // here\n algorithm \"hmac-sha256\"; # there\n"
                        + " secret \"" + SECRET + "\"; }; // end",
            })
    void readsEveryForm(String text) {
        TsigKey key = TsigKey.parse(text);
        assertThat(key.name()).isEqualTo("ddns-key.");
        assertThat(key.algorithm()).isEqualTo(TsigAlgorithm.HMAC_SHA256);
        assertThat(key.octets()).asString().isEqualTo("secret of the test");
    }

    @Test
    void slashesInASecretAreNoComment() {
        String slashes = "ab//cd//";
        assertThat(TsigKey.parse("key k { algorithm hmac-sha1; secret \"" + slashes + "\"; };")
                        .secret()
                        .reveal())
                .isEqualTo(slashes);
        assertThat(TsigKey.parse("key k { algorithm hmac-sha1; secret " + slashes + "; };")
                        .secret()
                        .reveal())
                .isEqualTo(slashes);
        assertThat(TsigKey.parse("hmac-md5:k:" + slashes).secret().reveal()).isEqualTo(slashes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                SECRET,
                "ddns-key:",
                ":" + SECRET,
                ".:" + SECRET,
                SECRET + ":ddns-key:hmac-sha256",
                SECRET + ":not-base64!",
                "hmac-sha256:ddns-key:" + SECRET + "!",
                "a:b:c:" + SECRET,
                "key",
                "key ddns-key",
                "key ddns-key { algorithm hmac-sha256; }",
                "key ddns-key { secret \"" + SECRET + "\"; };",
                "key ddns-key { algorithm " + SECRET + "; secret " + SECRET + "; };",
                "key ddns-key { algorithm hmac-sha256; secret \"" + SECRET + "\" };",
                "key ddns-key { algorithm hmac-sha256; secret \"" + SECRET + "!\"; };",
                "key ddns-key { algorithm hmac-sha256; secret \"\"; };",
                "key ddns-key { algorithm hmac-sha256; secret a; secret " + SECRET + "; };",
                "key ddns-key { algorithm hmac-sha256; password " + SECRET + "; };",
                "key a { algorithm hmac-sha256; secret a; }; key b { algorithm hmac-sha256; secret " + SECRET + "; };",
                "key " + SECRET + ".. { algorithm hmac-sha256; secret " + SECRET + "; };",
            })
    void refusesTheRestWithoutQuotingTheSecret(String text) {
        Throwable thrown = catchThrowable(() -> TsigKey.parse(text));
        assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContainIgnoringCase(SECRET);
    }

    @Property
    void readsEverySecretInEveryForm(@ForAll TsigAlgorithm algorithm, @ForAll @Size(min = 1, max = 64) byte[] octets) {
        String secret = Base64.getEncoder().encodeToString(octets);
        for (String text : new String[] {
            algorithm + ":k:" + secret,
            "key k { algorithm " + algorithm + "; secret \"" + secret + "\"; };",
            "key \"k\" { secret \"" + secret + "\"; algorithm " + algorithm.wireName() + "; };"
        }) {
            assertThat(TsigKey.parse(text).octets()).isEqualTo(octets);
            assertThat(TsigKey.parse(text).algorithm()).isEqualTo(algorithm);
        }
    }

    @Property
    void neverThrowsAnythingElse(
            @ForAll
                    @Chars({'{', '}', ';', '"', ':', ' ', '/', '*', '#', '\n', '=', '\\', '.'})
                    @CharRange(from = 'a', to = 'e')
                    String text) {
        for (String attempt : new String[] {text, "key " + text, "key k { " + text}) {
            Throwable thrown = catchThrowable(() -> TsigKey.parse(attempt));
            assertThat(thrown == null || thrown instanceof IllegalArgumentException)
                    .as(attempt)
                    .isTrue();
        }
    }

    @Test
    void readsAKeyFileAndNamesItInErrors(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("home.key");
        assertThatThrownBy(() -> TsigKey.fromFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + " cannot be read: there is none");
        Files.writeString(file, "key k { algorithm hmac-sha384; secret \"" + SECRET + "\"; };\n");
        assertThat(TsigKey.fromFile(file).algorithm()).isEqualTo(TsigAlgorithm.HMAC_SHA384);
        Files.writeString(file, "key k { algorithm hmac-sha385; secret \"" + SECRET + "\"; };\n");
        assertThatThrownBy(() -> TsigKey.fromFile(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in the key file " + file)
                .hasMessageContaining("hmac-sha384")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aSecretThatCannotBeReadOrIsNotBase64IsReportedWithoutIt() {
        TsigKey broken = TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, Secret.from(() -> {
            throw new IllegalStateException("the vault says " + SECRET);
        }));
        assertThatThrownBy(broken::octets)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret of the key k. cannot be read: Secret[supplier, masked]");
        assertThatThrownBy(TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, Secret.of(SECRET + "!"))::octets)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not Base64")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
        assertThat(TsigKey.parse("k:" + SECRET).toString()).isEqualTo("TsigKey[k. hmac-sha256]");
    }

    @Test
    void aSecretInGroupsIsReadAsOne() {
        TsigKey key = TsigKey.of("k", TsigAlgorithm.HMAC_SHA256, Secret.of("c2VjcmV0IG9m IHRoZSB0ZXN0\n"));
        assertThat(key.octets()).asString().isEqualTo("secret of the test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "0123456789012345678901234567890123456789012345678901234567890123456789"})
    void refusesWhatIsNotTheNameOfAKey(String name) {
        assertThatThrownBy(() -> TsigKey.of(name, TsigAlgorithm.HMAC_SHA256, Secret.of(SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + name + "\" is not the name of a key: write a domain name");
    }

    @Test
    void algorithmsAreReadInEverySpelling() {
        assertThat(TsigAlgorithm.parse("hmac-md5")).isEqualTo(TsigAlgorithm.HMAC_MD5);
        assertThat(TsigAlgorithm.parse("HMAC-MD5.SIG-ALG.REG.INT")).isEqualTo(TsigAlgorithm.HMAC_MD5);
        assertThat(TsigAlgorithm.parse("hmac-sha512.")).isEqualTo(TsigAlgorithm.HMAC_SHA512);
        assertThatThrownBy(() -> TsigAlgorithm.parse("sha256"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"sha256\" is not a TSIG algorithm: use one of hmac-md5, hmac-sha1, hmac-sha224, hmac-sha256,"
                                + " hmac-sha384, hmac-sha512");
    }
}
