package io.github.ddnskit.gateway;

import io.github.ddnskit.ip.IpLiteral;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;

/** Answers where a request comes from, in the form that was asked for. Stateless. */
final class CheckIp {

    static final String PATH = "/checkip";

    private CheckIp() {}

    static GatewayResponse answer(Target target, GatewayRequest request, InetAddress from) {
        String address = IpLiteral.format(from);
        String format = target.parameters().getOrDefault("format", accepted(request));
        return switch (format) {
            case "json" -> of("application/json", "{\"ip\":\"" + address + "\"}\n");
            case "html" ->
                of(
                        "text/html; charset=us-ascii",
                        "<html><head><title>Current IP Check</title></head><body>Current IP Address: " + address
                                + "</body></html>\r\n");
            default -> GatewayResponse.text(200, address + "\n");
        };
    }

    private static String accepted(GatewayRequest request) {
        String accept = String.join(",", request.header("accept")).toLowerCase(Locale.ROOT);
        return accept.contains("application/json") ? "json" : accept.contains("text/html") ? "html" : "plain";
    }

    private static GatewayResponse of(String type, String body) {
        return new GatewayResponse(200, Map.of("Content-Type", type, "Cache-Control", "no-store"), body);
    }
}
