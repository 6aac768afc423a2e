package io.github.ddnskit.site;

import static io.github.ddnskit.site.SiteServer.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader sees in a browser; the screenshots stay in {@code target/screenshots}. */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SiteIT {

    private static final int WIDTH = 1280;
    private static final int HEIGHT = 900;
    private static final String SEARCH_BOX = "document.activeElement.matches('.VPLocalSearchBox input')";

    private SiteServer site;
    private Chromium chromium;

    @BeforeAll
    void start() throws Exception {
        chromium = new Chromium(Files.createTempDirectory(Path.of("target"), "chromium"));
        site = new SiteServer(Path.of("target", "site"));
    }

    @AfterAll
    void stop() throws Exception {
        if (site != null) {
            site.close();
            chromium.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "index.html, light, ddnskit",
        "index.html, dark, ddnskit",
        "docs/guide/how-it-works.html, dark, 'How dynamic DNS works, and what it cannot do | ddnskit'",
        "docs/guide/ja/start.html, light, 5分で始める | ddnskit",
        "api/index.html, dark, Overview",
    })
    void aPageIsShownWithoutAComplaint(String path, String scheme, String title) throws Exception {
        try (BrowserPage page = chromium.page(site.uri(""))) {
            page.open(site.uri(path), scheme, WIDTH, HEIGHT);
            byte[] png = page.screenshot();
            Path kept = Path.of("target", "screenshots", path.replaceAll("\\W", "-") + "-" + scheme + ".png");
            Files.createDirectories(kept.getParent());
            Files.write(kept, png);

            assertThat(page.evaluate("document.title").asText()).startsWith(title);
            assertThat(page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
                            .asBoolean())
                    .as("all pictures are there")
                    .isTrue();
            assertThat(page.complaints()).isEmpty();
            BufferedImage picture = BrowserPage.decode(png);
            assertThat(picture.getWidth()).isEqualTo(WIDTH);
            assertThat(picture.getHeight()).isEqualTo(HEIGHT);
            int[] pixels = picture.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
            assertThat(IntStream.of(pixels).distinct().count())
                    .as("colours, of which an empty page has few")
                    .isGreaterThan(50);
            double bright = IntStream.of(pixels)
                            .filter(pixel -> (pixel >> 8 & 0xff) > 0x80)
                            .count()
                    / (double) pixels.length;
            assertThat(bright)
                    .as("of it is bright")
                    .satisfies(share -> assertThat(share > 0.5).isEqualTo(scheme.equals("light")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "index.html, replicas, docs/guide/replicas.html",
        "docs/guide/ja/start.html, ネームサーバー, docs/guide/ja/troubleshooting.html",
    })
    void aSearchFindsThePage(String path, String words, String found) throws Exception {
        try (BrowserPage page = chromium.page(site.uri(""))) {
            page.open(site.uri(path), "light", WIDTH, HEIGHT);
            page.evaluate("document.querySelector('.VPNavBarSearch button').click()");
            page.await(SEARCH_BOX);
            page.type(words);
            page.await("document.querySelector('.VPLocalSearchBox .result[href^=\"" + BASE + found + "\"]')");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsWrongWithAPageIsNoticed(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("index.html"),
                "<script>nowhere()</script><script>console.error('so')</script><img src=missing.png>"
                        + "<img src=https://elsewhere.example/picture.png>");
        try (SiteServer broken = new SiteServer(folder);
                BrowserPage page = chromium.page(broken.uri(""))) {
            page.open(broken.uri("index.html"), "light", WIDTH, HEIGHT);
            assertThat(String.join("\n", page.complaints()))
                    .contains("nowhere is not defined", "\"so\"", "missing.png", "https://elsewhere.example");
        }
    }
}
