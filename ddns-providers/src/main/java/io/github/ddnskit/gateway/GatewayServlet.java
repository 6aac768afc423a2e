package io.github.ddnskit.gateway;

import io.github.ddnskit.ip.IpLiteral;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings requests to a gateway in a servlet container (Jakarta Servlet 5 and later). Thread-safe. Map it to {@code /} of a
 * context of its own, or to each of the gateway's paths; support asynchronous requests, or a thread waits for DNS. How slow
 * clients, large headers and ambiguous requests are dealt with is up to the container.
 */
@SuppressWarnings("exports") // whoever uses it has the module; others need not
public final class GatewayServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final long LONGEST_MILLIS = 60_000;

    private final transient UpdateGateway gateway;

    /**
     * A servlet for a gateway.
     *
     * @param gateway what answers its requests; it is not closed by the servlet
     */
    public GatewayServlet(UpdateGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        GatewayRequest read = read(request);
        if (request.isAsyncSupported()) {
            AsyncContext context = request.startAsync();
            context.setTimeout(LONGEST_MILLIS);
            var unused = gateway.submit(read)
                    .whenComplete((answer, failure) -> context.start(() -> {
                        try {
                            write(answer, response);
                        } catch (IOException e) {
                            log("an answer did not arrive: " + e.getClass().getSimpleName());
                        } finally {
                            context.complete();
                        }
                    }));
            return;
        }
        try {
            write(gateway.handle(read), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static GatewayRequest read(HttpServletRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String query = request.getQueryString();
        return new GatewayRequest(
                request.getMethod(),
                query == null ? path : path + "?" + query,
                headers,
                address(request.getRemoteAddr()),
                request.isSecure());
    }

    /** Containers write IPv6 addresses with brackets, or with the zone of a link-local one. */
    private static InetAddress address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int zone = bare.indexOf('%');
        return IpLiteral.parse(zone < 0 ? bare : bare.substring(0, zone));
    }

    private static void write(GatewayResponse answer, HttpServletResponse response) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.US_ASCII);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
