package io.github.ddnskit.examples.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GraalVM is told of all that the modules open or create by name, and of nothing that is not there. */
class NativeImageTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern CLASS_NAME =
            Pattern.compile("\"((?:software|com|sun|org|java)\\.[\\w.]+\\.[A-Z]\\w+)\"");

    /** How a class may be found by its name: by the JDK's own means, or by JAAS. */
    private static final Pattern BY_NAME = Pattern.compile("Class\\.forName|loadClass\\(|AppConfigurationEntry\\(");

    /** What would need more metadata than is written here; no module does any of it. */
    private static final Pattern OTHER_REFLECTION = Pattern.compile(
            "\\.readValue\\(|\\.treeToValue\\(|\\.valueToTree\\(|\\.convertValue\\(|newProxyInstance|ResourceBundle"
                    + "|setAccessible|\\.getDeclared|\\.getMethod\\([^)]|\\.getConstructor\\(|ObjectInputStream");

    @ParameterizedTest
    @ValueSource(strings = {"ddns-core", "ddns-providers", "ddns-rfc2136"})
    void everyResourceIsIncludedAndNothingElse(String module) throws IOException {
        List<Pattern> included =
                json(module, "resource-config.json").at("/resources/includes").findValues("pattern").stream()
                        .map(pattern -> Pattern.compile(pattern.textValue()))
                        .collect(Collectors.toList());
        List<String> resources = resources(module);
        assertThat(resources)
                .isNotEmpty()
                .allMatch(resource -> included.stream().anyMatch(pattern -> matches(pattern, resource)));
        assertThat(included).allMatch(pattern -> resources.stream().anyMatch(resource -> matches(pattern, resource)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddns-core", "ddns-providers", "ddns-rfc2136"})
    void everyClassThatIsFoundByNameIsListedAndNothingElse(String module) throws IOException {
        Map<String, String> needed = new TreeMap<>(); // to the class that needs it
        for (Path services : files(main(module, "resources/META-INF/services"))) {
            String service = services.getFileName().toString();
            try (Stream<String> lines = Files.lines(services)) {
                lines.filter(Predicate.not(String::isBlank)).forEach(provider -> needed.put(provider, service));
            }
        }
        for (Path source : files(main(module, "java"))) {
            String text = Files.readString(source);
            if (BY_NAME.matcher(text).find()) {
                String user = main(module, "java").relativize(source).toString();
                CLASS_NAME
                        .matcher(text)
                        .results()
                        .map(NativeImageTest::name)
                        .forEach(name -> needed.put(name, className(user)));
            }
        }
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode entry : json(module, "reflect-config.json")) {
            String name = entry.path("name").textValue();
            listed.put(name, entry.at("/condition/typeReachable").textValue());
            if (name.startsWith("io.github.ddnskit.")) {
                assertThat(entry.at("/methods/0/name").textValue()).as(name).isEqualTo("<init>");
                assertThat(entry.at("/methods/0/parameterTypes")).as(name).isEmpty();
            }
        }
        assertThat(listed).isEqualTo(needed);
    }

    @Test
    void nothingElseIsDoneByReflection() throws IOException {
        List<String> found = new ArrayList<>();
        for (String module : List.of("ddns-core", "ddns-providers", "ddns-rfc2136")) {
            for (Path source : files(main(module, "java"))) {
                OTHER_REFLECTION
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(result -> found.add(source + ": " + result.group()));
            }
        }
        assertThat(found).as("tell GraalVM of it, and this test").isEmpty();
    }

    private static boolean matches(Pattern pattern, String resource) {
        return pattern.matcher(resource).matches();
    }

    private static String name(MatchResult found) {
        return found.group(1);
    }

    private static String className(String file) {
        return file.replace(".java", "").replace('/', '.');
    }

    private static List<String> resources(String module) throws IOException {
        Path folder = main(module, "resources");
        return files(folder).stream()
                .map(file -> folder.relativize(file).toString())
                .filter(name -> !name.startsWith("META-INF/native-image/"))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path main(String module, String kind) {
        return ROOT.resolve(Path.of(module, "src", "main", kind));
    }

    private static JsonNode json(String module, String file) throws IOException {
        Path path = main(module, "resources/META-INF/native-image/io.github.ddnskit")
                .resolve(Path.of(module, file));
        return new ObjectMapper().readTree(path.toFile());
    }
}
