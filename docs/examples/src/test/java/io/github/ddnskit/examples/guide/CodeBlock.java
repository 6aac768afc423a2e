package io.github.ddnskit.examples.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of code in the documentation.
 *
 * @param file where it stands
 * @param line the line on which it begins
 * @param language what stands behind the fence
 * @param text what stands in it
 */
public record CodeBlock(Path file, long line, String language, String text) {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern FENCED =
            Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** {@return what the README and the guide show as configurations: all JSON that has updaters, but no zones} */
    public static List<CodeBlock> configurations() {
        return in("json").stream()
                .filter(CodeBlock::isConfiguration)
                .filter(block -> !block.isGateway())
                .toList();
    }

    /** What they show as configurations of a gateway. */
    public static List<CodeBlock> gateways() {
        return in("json").stream().filter(CodeBlock::isGateway).toList();
    }

    /** What they show as descriptions of services: all other JSON. */
    static List<CodeBlock> dialects() {
        return in("json").stream().filter(block -> !block.isConfiguration()).toList();
    }

    private boolean isConfiguration() {
        return text.contains("\"updaters\"");
    }

    private boolean isGateway() {
        return text.contains("\"zones\"");
    }

    /** All blocks in one language, in the README and the guide. */
    static List<CodeBlock> in(String language) {
        return pages().flatMap(CodeBlock::of)
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** The pages. */
    static Stream<Path> pages() {
        try (Stream<Path> guide = Files.walk(ROOT.resolve("docs/guide"))) {
            List<Path> pages = guide.filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All blocks of a page, in their order.
     *
     * @param page the page
     * @return its blocks
     */
    public static Stream<CodeBlock> of(Path page) {
        try {
            String text = Files.readString(page);
            return FENCED.matcher(text)
                    .results()
                    .map(found -> new CodeBlock(
                            page,
                            text.substring(0, found.start()).lines().count() + 1,
                            found.group(1),
                            found.group(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.normalize() + ":" + line;
    }
}
