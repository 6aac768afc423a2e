package io.github.ddnskit.rest;

import io.github.ddnskit.http.HttpCall;
import java.time.Instant;

/**
 * Asks for access tokens as an application in Azure: the client credentials grant of RFC 6749 section 4.4. Thread-safe.
 *
 * @param tenant the id of the directory
 * @param client the id of the application and its secret
 */
record AzureApplication(String tenant, Login client) implements AccessTokens.Request {

    private static final String SCOPE = "https://management.azure.com/.default";

    @Override
    public HttpCall at(Instant now) {
        return HttpCall.of("POST", "https://login.microsoftonline.com")
                .segment(tenant)
                .segment("oauth2")
                .segment("v2.0")
                .segment("token")
                .form("grant_type", "client_credentials")
                .form("scope", SCOPE)
                .form("client_id", client.account())
                .form("client_secret", client.secret())
                .build();
    }
}
