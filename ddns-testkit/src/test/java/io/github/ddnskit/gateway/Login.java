package io.github.ddnskit.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** HTTP Basic. */
final class Login {

    private Login() {}

    static Map<String, List<String>> basic(String name, String password) {
        return Map.of("Authorization", List.of(value(name, password)));
    }

    static String value(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
