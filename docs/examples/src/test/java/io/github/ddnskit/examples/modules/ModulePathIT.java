package io.github.ddnskit.examples.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.jul.JULServiceProvider;
import org.xbill.DNS.Message;

/** The built jars on the module path of somebody else's module. */
class ModulePathIT {

    private static final String MODULE = """
            module app {
                requires io.github.ddnskit.core;
                requires io.github.ddnskit.rfc2136;
                requires io.github.ddnskit.providers;
                requires io.github.ddnskit.testkit;
            }
            """;

    private static final String APP = """
            package app;

            import io.github.ddnskit.*;
            import io.github.ddnskit.catalog.Catalog;
            import io.github.ddnskit.config.DdnsConfig;
            import io.github.ddnskit.testkit.FakeAuthoritativeServer;
            import java.nio.file.Path;

            public class Main {
                public static void main(String[] args) throws Exception {
                    Catalog catalog = Catalog.load();
                    catalog.updaters().forEach(one -> System.out.println("updater " + one.id()));
                    catalog.sources().forEach(one -> System.out.println("source " + one.id()));
                    try (FakeAuthoritativeServer dns =
                            FakeAuthoritativeServer.zone("example.test").allowUnsigned().start()) {
                        String json = "{'sources': [{'type': 'fixed', 'addresses': ['192.0.2.7']}],"
                                + "'allow': ['documentation'],"
                                + "'updaters': {'bind': {'type': 'rfc2136', 'server': '" + dns.server() + "'}},"
                                + "'hosts': [{'name': 'home.example.test', 'updater': 'bind'}]}";
                        try (DdnsConfig config = DdnsConfig.parse(json.replace("'", "\\""), Path.of("."), catalog);
                                DdnsClient client = config.client().build()) {
                            client.checkNow().get();
                        }
                        System.out.println("published " + dns.addresses("home.example.test"));
                    }
                    System.out.println("named " + DdnsClient.class.getModule().isNamed());
                }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aModuleFindsAllTypesAndPublishes() throws Exception {
        assertThat(compile(MODULE, APP)).isEmpty();
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        modulePath() + java.io.File.pathSeparator + folder.resolve("classes"),
                        "--module",
                        "app/app.Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output))
                .contains("updater rfc2136")
                .contains("source interface", "source file", "source fixed", "source command")
                .contains("published [192.0.2.7]")
                .contains("named true");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void noModuleSeesTheInternals() throws Exception {
        for (String internal : List.of(
                "io.github.ddnskit.internal.Engine",
                "io.github.ddnskit.rfc2136.internal.Rfc2136UpdaterFactory",
                "io.github.ddnskit.testkit.internal.NameServer")) {
            String source = "package app; import " + internal + "; public class Main {}";
            assertThat(compile(MODULE, source)).contains("is not visible");
        }
    }

    /** Compiles the module, and returns what the compiler says. */
    private String compile(String moduleInfo, String main) throws IOException, URISyntaxException {
        Path sources = Files.createDirectories(folder.resolve("sources/app"));
        Path info = Files.writeString(sources.resolveSibling("module-info.java"), moduleInfo);
        Path source = Files.writeString(sources.resolve("Main.java"), main);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "--module-path",
                    modulePath(),
                    "-d",
                    folder.resolve("classes").toString());
            compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(info, source))
                    .call();
        }
        return said.toString();
    }

    private static String modulePath() throws URISyntaxException {
        Stream<Class<?>> oneOfEach = Stream.of(
                DdnsClient.class,
                TsigKey.class,
                DdnsConfig.class,
                FakeAuthoritativeServer.class,
                Message.class,
                LoggerFactory.class,
                JULServiceProvider.class,
                JsonFactory.class,
                JsonNode.class,
                JsonInclude.class,
                NullMarked.class);
        StringBuilder path = new StringBuilder();
        for (Class<?> one : oneOfEach.toList()) {
            Path jar = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            path.append(path.isEmpty() ? "" : java.io.File.pathSeparator).append(jar);
        }
        return path.toString();
    }
}
