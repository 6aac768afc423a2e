package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Secret;
import io.github.ddnskit.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * Asks for access tokens with the key of a Google service account: a JWT (RFC 7519) signed with RS256, by the grant of
 * RFC 7523. Thread-safe.
 *
 * @param key the JSON file that Google issued
 */
record GoogleServiceAccount(Secret key) implements AccessTokens.Request {

    private static final String TOKENS = "https://oauth2.googleapis.com/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/ndev.clouddns.readwrite";
    private static final long LASTS_SECONDS = 3600;

    @Override
    public HttpCall at(Instant now) throws ApiException {
        JsonNode file = Json.parse(key.reveal());
        JsonNode header = Json.object()
                .put("alg", "RS256")
                .put("typ", "JWT")
                .put("kid", file.path("private_key_id").asText());
        JsonNode claims = Json.object()
                .put("iss", file.path("client_email").asText())
                .put("scope", SCOPE)
                .put("aud", TOKENS)
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + LASTS_SECONDS);
        String signed = base64(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
        String assertion = signed + "." + base64(signature(signed, file));
        return HttpCall.of("POST", TOKENS)
                .form("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .form("assertion", Secret.of(assertion))
                .build();
    }

    private static byte[] signature(String text, JsonNode file) throws ApiException {
        String pem = file.path("private_key").asText().replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            byte[] encoded = Base64.getDecoder().decode(pem);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            throw new ApiException(ApiException.never(
                            FailureReason.BAD_CREDENTIALS,
                            "the key of the service account is not the JSON file that Google issued")
                    .failed()
                    .accountWide());
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
