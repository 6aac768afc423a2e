package io.github.ddnskit.site;

import static io.github.ddnskit.site.SiteServer.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows every link of every page, those of the Javadoc too, to the file and the place in it; other sites are not asked. */
class LinksIT {

    private static final Pattern LINK = Pattern.compile("<[^>]*?\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern PLACE = Pattern.compile("<[^>]*?\\s(?:id|name)=\"([^\"]*)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    private final Map<Path, Set<String>> places = new ConcurrentHashMap<>();

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Path site = Path.of("target", "site");
        assertThat(pages(site)).hasSizeGreaterThan(300);
        // two names for one section, of which javadoc 17 gives it one
        assertThat(dead(site))
                .filteredOn(link -> !link.equals("api/constant-values.html: #io.github"))
                .isEmpty();
    }

    @Test
    void aDeadLinkIsNoticed(@TempDir Path site) throws IOException {
        Files.writeString(
                site.resolve("index.html"),
                "<h1 id=\"here\"></h1><a href=\"#here\"></a><a href=\"" + BASE
                        + "\"></a><a href=\"other.html#a%20b\"></a>"
                        + "<a class=\"x\" href=\"#there\"></a><img src=\"none.png\"><a href=\"other.html#c\"></a>");
        Files.writeString(site.resolve("other.html"), "<p id=\"a b\">");
        assertThat(dead(site))
                .containsExactly("index.html: #there", "index.html: none.png", "index.html: other.html#c");
    }

    private List<String> dead(Path site) throws IOException {
        return pages(site).parallelStream()
                .flatMap(page -> find(LINK, page)
                        .filter(link -> !ELSEWHERE.matcher(link).matches())
                        .distinct()
                        .filter(link -> !leadsSomewhere(site, page, link))
                        .map(link -> site.relativize(page) + ": " + link))
                .toList();
    }

    private static List<Path> pages(Path site) throws IOException {
        try (Stream<Path> files = Files.walk(site)) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }

    private boolean leadsSomewhere(Path site, Path page, String link) {
        String[] parts = link.split("#", 2);
        String path = URLDecoder.decode(parts[0].replaceFirst("\\?.*", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        Path file = path.isEmpty()
                ? page
                : path.startsWith(BASE) ? site.resolve(path.substring(BASE.length())) : page.resolveSibling(path);
        if (Files.isDirectory(file)) {
            file = file.resolve("index.html");
        }
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (parts.length == 1 || parts[1].isEmpty()) {
            return true;
        }
        Set<String> known = places.computeIfAbsent(
                file.normalize(), target -> find(PLACE, target).collect(Collectors.toSet()));
        return known.contains(parts[1])
                || known.contains(URI.create("#" + parts[1]).getFragment());
    }

    private static Stream<String> find(Pattern pattern, Path page) {
        try {
            return pattern.matcher(Files.readString(page)).results().map(LinksIT::unescaped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(MatchResult found) {
        return found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
