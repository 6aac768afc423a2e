package io.github.ddnskit.rest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/** Tencent Cloud's signature v3, TC3-HMAC-SHA256, of a POST of JSON to the root of a service's host. */
final class Tc3Signature {

    private static final String SIGNED = "content-type;host;x-tc-action";

    private Tc3Signature() {}

    /** {@return the value of Authorization} */
    static String of(Key key, String service, Call call, Instant now) {
        String canonical = String.join(
                "\n",
                "POST",
                "/",
                "",
                "content-type:" + call.contentType(),
                "host:" + call.host(),
                "x-tc-action:" + call.action().toLowerCase(Locale.ROOT),
                "",
                SIGNED,
                Hashes.hex("SHA-256", call.body()));
        String date = now.toString().substring(0, "2019-02-25".length());
        String scope = date + "/" + service + "/tc3_request";
        String text = String.join(
                "\n", "TC3-HMAC-SHA256", Long.toString(now.getEpochSecond()), scope, Hashes.hex("SHA-256", canonical));
        byte[] dated = Hashes.hmac(("TC3" + key.secret()).getBytes(StandardCharsets.UTF_8), date);
        byte[] signing = Hashes.hmac(Hashes.hmac(dated, service), "tc3_request");
        return "TC3-HMAC-SHA256 Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + SIGNED + ", Signature="
                + HexFormat.of().formatHex(Hashes.hmac(signing, text));
    }

    /** A SecretId and its SecretKey. Not a record: its text would show the secret. */
    static final class Key {
        private final String id;
        private final String secret;

        Key(String id, String secret) {
            this.id = id;
            this.secret = secret;
        }

        private String id() {
            return id;
        }

        private String secret() {
            return secret;
        }
    }

    record Call(String host, String action, String contentType, String body) {}
}
