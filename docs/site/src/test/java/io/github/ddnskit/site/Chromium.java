package io.github.ddnskit.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The real browser without a window, with an empty profile, to which no host but the loopback exists. */
final class Chromium implements AutoCloseable {

    /** As for the peers of {@code ddns-rfc2136}, for whose build the site does not wait. */
    private static final String REQUIRE = "DDNSKIT_REQUIRE_PEERS";

    private static final String LISTENING = "DevTools listening on ";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI devTools;

    /**
     * Starts it, or ends the test if it is not installed.
     *
     * @param profile an empty folder
     */
    Chromium(Path profile) throws IOException {
        process = new ProcessBuilder(
                        program().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--no-default-browser-check",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-proxy-server",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.errorReader(UTF_8);
        devTools = said.lines()
                .filter(line -> line.startsWith(LISTENING))
                .map(line -> URI.create(line.substring(LISTENING.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("chromium ended before it listened"));
        Thread reader = new Thread(() -> skip(said), "chromium");
        reader.setDaemon(true);
        reader.start();
    }

    /** What else it says is read, so that it never waits for that. */
    private static void skip(Reader said) {
        try {
            said.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // it has ended
        }
    }

    /** Opens an empty page, of which only what comes from one origin is expected. */
    BrowserPage page(URI origin) throws IOException, InterruptedException {
        HttpRequest create = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + devTools.getPort() + "/json/new?about:blank"))
                .PUT(BodyPublishers.noBody())
                .build();
        JsonNode page = new JsonMapper()
                .readTree(http.send(create, BodyHandlers.ofString()).body());
        return new BrowserPage(http, URI.create(page.get("webSocketDebuggerUrl").asText()), origin);
    }

    private static Path program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Optional<Path> found = Arrays.stream(path.split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = "this test needs that chromium is installed, since it looks at the site with it";
        if (found.isEmpty() && System.getenv(REQUIRE) != null) {
            Assertions.fail(reason + ", and " + REQUIRE + " is set");
        }
        Assumptions.assumeTrue(found.isPresent(), reason);
        return found.orElseThrow();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
