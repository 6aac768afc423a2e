package io.github.ddnskit.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** One page of the browser, driven by the DevTools protocol; it keeps whatever the page complains about. */
final class BrowserPage implements WebSocket.Listener, AutoCloseable {

    private static final Set<String> LOUD = Set.of("error", "warning", "assert");

    private final JsonMapper json = new JsonMapper();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private final URI origin;
    private final WebSocket socket;
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    BrowserPage(HttpClient http, URI devTools, URI origin) {
        this.origin = origin;
        socket = http.newWebSocketBuilder().buildAsync(devTools, this).join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
        // else what is told of the empty page could be taken for what is told of the next
        await("document.readyState === 'complete'");
    }

    /** Shows a page in {@code light} or {@code dark}, and waits until all of it is there. */
    void open(URI page, String scheme, int width, int height) {
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(feature("prefers-color-scheme", scheme))));
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", page.toString()));
        loaded.orTimeout(60, TimeUnit.SECONDS).join();
        await("!document.querySelector('#app') || document.querySelector('#app').__vue_app__");
        evaluate("document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() =>"
                + " requestAnimationFrame(() => done(true)))))");
    }

    private static Map<String, String> feature(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    /** {@return what an expression is in the page}, or what its promise becomes */
    JsonNode evaluate(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression is true in the page. */
    void await(String condition) {
        evaluate("new Promise((done, fail) => { const end = performance.now() + 30000; const look = () => { if ("
                + condition
                + ") done(true); else if (performance.now() > end) fail(new Error('it never was')); else setTimeout(look,"
                + " 20) }; look() })");
    }

    /** Types into whatever has the focus. */
    void type(String text) {
        call("Input.insertText", Map.of("text", text));
    }

    /** {@return what the page looks like} */
    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .get("data")
                        .asText());
    }

    static BufferedImage decode(byte[] png) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)), "no picture");
    }

    /** {@return errors and warnings of the console, requests that failed, and requests to anywhere else} */
    List<String> complaints() {
        return new ArrayList<>(complaints);
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        String text = json.valueToTree(Map.of("id", id, "method", method, "params", parameters))
                .toString();
        socket.sendText(text, true).join();
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            try {
                receive(json.readTree(message.toString()));
            } catch (IOException e) {
                complaints.add(e.toString());
            }
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void receive(JsonNode said) {
        CompletableFuture<JsonNode> answer = waiting.remove(said.path("id").asInt());
        if (answer != null && said.has("error")) {
            answer.completeExceptionally(
                    new IllegalStateException(said.get("error").toString()));
        } else if (answer != null) {
            answer.complete(said.get("result"));
        }
        JsonNode event = said.path("params");
        boolean complains = switch (said.path("method").asText()) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" -> LOUD.contains(event.path("type").asText());
            case "Log.entryAdded" ->
                LOUD.contains(event.at("/entry/level").asText())
                        && !isNotOurs(event.at("/entry/url").asText());
            case "Network.loadingFailed" -> !event.path("canceled").asBoolean();
            case "Network.responseReceived" ->
                event.at("/response/status").asInt() >= 400
                        && !isNotOurs(event.at("/response/url").asText());
            case "Network.requestWillBeSent" ->
                !isExpected(event.at("/request/url").asText());
            default -> false;
        };
        if (complains) {
            complaints.add(said.toString());
        }
        if (said.path("method").asText().equals("Page.loadEventFired")) {
            loaded.complete(null);
        }
    }

    private boolean isExpected(String url) {
        return url.startsWith("data:") || url.startsWith(origin.toString()) || isNotOurs(url);
    }

    /** What the browser asks for by itself, and a style sheet that Debian leaves out of its {@code javadoc}. */
    private static boolean isNotOurs(String url) {
        return url.endsWith("/favicon.ico") || url.endsWith("/resources/fonts/dejavu.css");
    }

    @Override
    public void close() {
        call("Page.close", Map.of());
        socket.abort();
    }
}
