package io.github.ddnskit.examples.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;

/** How much an application takes on with each module: the jars, without the annotations, which nothing needs at run time. */
class SizesIT {

    // What they are today, and a little more. The goals are 250, 1000 and 6500 KB.
    private static final long CORE = 450_000;
    private static final long WITH_RFC2136 = 1_600_000;
    private static final long WITH_PROVIDERS = 7_000_000;

    private static final List<Class<?>> OF_RFC2136 = List.of(Message.class, LoggerFactory.class);
    private static final List<Class<?>> OF_PROVIDERS =
            List.of(OkHttpClient.class, Buffer.class, Unit.class, JsonNode.class, JsonFactory.class, JsonInclude.class);

    @Test
    void coreIsOneSmallJar() throws Exception {
        assertThat(Files.size(module("ddns-core"))).isLessThan(CORE);
        assertThat(module("ddns-core").resolveSibling("classes/module-info.class"))
                .content(java.nio.charset.StandardCharsets.ISO_8859_1)
                .doesNotContain("dnsjava", "okhttp", "jackson", "slf4j");
    }

    @Test
    void withNameServers() throws Exception {
        assertThat(size(List.of("ddns-core", "ddns-rfc2136"), OF_RFC2136)).isLessThan(WITH_RFC2136);
    }

    @Test
    void withProviders() throws Exception {
        assertThat(size(List.of("ddns-core", "ddns-providers"), OF_PROVIDERS)).isLessThan(WITH_PROVIDERS);
    }

    @Test
    void theProgramHoldsNothingOfTheTestsOrOfSpring() throws Exception {
        try (ZipFile jar = new ZipFile(Path.of("target", "ddns.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("io/github/ddnskit/examples/client/Main.class")
                    .noneMatch(name -> name.startsWith("org/springframework/")
                            || name.startsWith("io/micrometer/")
                            || name.contains("/examples/spring/")
                            || name.startsWith("org/junit/"));
        }
    }

    private static long size(List<String> modules, List<Class<?>> libraries) throws IOException, URISyntaxException {
        List<Path> jars = new ArrayList<>();
        for (String module : modules) {
            jars.add(module(module));
        }
        for (Class<?> library : libraries) {
            jars.add(Path.of(location(library)));
        }
        long size = 0;
        for (Path jar : jars) {
            size += Files.size(jar);
        }
        assertThat(jars).doesNotHaveDuplicates().doesNotContain(Path.of(location(NullMarked.class)));
        return size;
    }

    private static URI location(Class<?> type) throws URISyntaxException {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    }

    private static Path module(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "..", name, "target"))) {
            return files.filter(file -> file.getFileName().toString().matches(name + "-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("mvn verify builds the jar of " + name));
        }
    }
}
