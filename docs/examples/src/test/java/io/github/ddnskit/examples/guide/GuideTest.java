package io.github.ddnskit.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.config.GatewayConfig;
import io.github.ddnskit.doctor.FindingKind;
import io.github.ddnskit.dyndns2.Dialect;
import io.github.ddnskit.peers.Postgres;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is true: its Java runs, its JSON is a configuration, its links lead somewhere. */
class GuideTest {

    private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
    private static final Pattern ENVIRONMENT = Pattern.compile("\\{\"env\": \"[A-Z_]+\"}");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Pattern OWN_MODULE =
            Pattern.compile("<groupId>io\\.github\\.ddnskit</groupId>\\s*<artifactId>([^<]+)<");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)<");
    private static final String AROUND = """
            import static org.assertj.core.api.Assertions.assertThat;
            import io.github.ddnskit.*;
            import io.github.ddnskit.doctor.*;
            import io.github.ddnskit.gateway.*;
            import io.github.ddnskit.ip.*;
            import io.github.ddnskit.policy.*;
            import io.github.ddnskit.rfc2136.*;
            import io.github.ddnskit.state.*;
            import io.github.ddnskit.testkit.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.concurrent.CountDownLatch;
            public class Snippet implements java.util.concurrent.Callable<Object> {
                public Object call() throws Exception {
            %s
                    return "ended by itself";
                }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static List<CodeBlock> java() {
        return CodeBlock.in("java").stream()
                .filter(block -> !isWholeClass(block))
                .toList();
    }

    /** Such a block is in a file here, which is compiled and tested like any other. */
    private static boolean isWholeClass(CodeBlock block) {
        return block.text().contains("final class ");
    }

    static List<CodeBlock> wholeClasses() {
        return CodeBlock.in("java").stream().filter(GuideTest::isWholeClass).toList();
    }

    static List<CodeBlock> configurations() {
        return CodeBlock.configurations();
    }

    static List<CodeBlock> dialects() {
        return CodeBlock.dialects();
    }

    static List<CodeBlock> java(boolean withDatabase) {
        return java().stream()
                .filter(GuideTest::isProgram)
                .filter(block -> block.text().contains("JdbcStateStore") == withDatabase)
                .toList();
    }

    /** What has no client shows only how something is made. */
    private static boolean isProgram(CodeBlock block) {
        return block.text().contains("client") && !isTest(block);
    }

    /** What brings its own server is a test, which ends by itself. */
    private static boolean isTest(CodeBlock block) {
        return block.text().contains("FakeAuthoritativeServer");
    }

    static List<CodeBlock> tests() {
        return java().stream().filter(GuideTest::isTest).toList();
    }

    static List<CodeBlock> fragments() {
        return java().stream()
                .filter(block -> !isProgram(block) && !isTest(block))
                .toList();
    }

    static List<CodeBlock> javaWithoutDatabase() {
        return java(false);
    }

    @ParameterizedTest
    @MethodSource("javaWithoutDatabase")
    void javaRunsAgainstARealServer(CodeBlock block) throws Exception {
        run(block, "");
    }

    @ParameterizedTest
    @MethodSource("wholeClasses")
    void wholeClassesAreTestedHere(CodeBlock block) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .anySatisfy(file -> assertThat(Files.readString(file)).contains(block.text()));
        }
    }

    @ParameterizedTest
    @MethodSource("fragments")
    void fragmentsCompile(CodeBlock block) throws Exception {
        compile(block.text());
    }

    @ParameterizedTest
    @MethodSource("tests")
    void testsPass(CodeBlock block) throws Exception {
        assertThat(compile(block.text()).call()).isEqualTo("ended by itself");
    }

    @Test
    void javaAndSqlRunAgainstARealDatabase() throws Exception {
        try (Postgres postgres = Postgres.start()) {
            String database = "127.0.0.1:" + postgres.port();
            for (CodeBlock block : java(true)) {
                run(block, database);
            }
            String url = "jdbc:postgresql://" + database + "/" + Postgres.NAME;
            try (Connection connection = DriverManager.getConnection(url, Postgres.NAME, "");
                    Statement statement = connection.createStatement()) {
                for (CodeBlock block : CodeBlock.in("sql")) {
                    statement.execute(block.text());
                }
                assertThat(CodeBlock.in("sql")).hasSize(3);
            }
        }
    }

    private void run(CodeBlock block, String database) throws Exception {
        try (FakeAuthoritativeServer dns = FakeAuthoritativeServer.zone("example.test")
                .key(TsigKey.parse("ddns-key:" + SECRET))
                .start()) {
            Files.writeString(
                    folder.resolve("ddns.key"),
                    "key \"ddns-key\" { algorithm hmac-sha256; secret \"" + SECRET + "\"; };");
            compile(block.text());
            // the places that differ on the reader's own machine
            String here = block.text()
                    .replace("ns1.example.org", dns.server())
                    .replace("127.0.0.1:5300", dns.server())
                    .replace("db.example.org", database)
                    .replace("home.example.org", "home.example.test")
                    .replace("Path.of(\"", "Path.of(\"" + folder + "/")
                    .replace("InterfaceIpSource.any()", "FixedIpSource.of(\"1.1.1.1\")");
            FutureTask<Object> running = new FutureTask<>(compile(here));
            Thread program = new Thread(running, "snippet");
            program.start();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> running.isDone()
                            || !dns.addresses("home.example.test").isEmpty());
            assertThat(running).as("a program that goes on").isNotDone();
            program.interrupt();
            program.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(running).isDone();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void jsonIsAConfiguration(CodeBlock block) throws IOException {
        for (CodeBlock dialect : CodeBlock.dialects()) {
            String id = Dialect.fromJson(dialect.text()).service().id();
            Files.writeString(folder.resolve(id + ".json"), dialect.text());
        }
        String text = ENVIRONMENT.matcher(block.text()).replaceAll("\"" + SECRET + "\"");
        DdnsConfig.parse(text, folder, Catalog.load()).close();
    }

    static List<CodeBlock> gateways() {
        return CodeBlock.gateways();
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void jsonIsAConfigurationOfAGateway(CodeBlock block) throws IOException {
        String text = ENVIRONMENT.matcher(block.text()).replaceAll("\"" + SECRET + "\"");
        GatewayConfig.parse(text, folder, Catalog.load()).close();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aRowHasTenLines(CodeBlock block) {
        Dialect dialect = Dialect.fromJson(block.text());
        assertThat(dialect.service().id()).startsWith("example");
        assertThat(block.text().lines()).hasSize(10);
    }

    @Test
    void theReadmeNamesBothCommandsAndItsExampleHasAboutTwelveLines() {
        assertThat(CodeBlock.in("sh").stream().map(block -> block.text().strip()))
                .contains("mvn verify", "mvn -q -Pquickstart verify");
        assertThat(java().get(0).text().lines().count()).isBetween(10L, 14L);
    }

    @ParameterizedTest
    @EnumSource
    void troubleshootingExplainsEveryFinding(FindingKind kind) throws IOException {
        assertThat(Files.readString(Path.of("..", "guide", "troubleshooting.md")))
                .contains("| `%s` (%s) | %s | %s |\n".formatted(kind, kind.severity(), kind.what(), kind.advice()));
    }

    static List<CodeBlock> poms() {
        return CodeBlock.in("xml");
    }

    @ParameterizedTest
    @MethodSource("poms")
    void pomsNameModulesAndVersionsOfThisBuild(CodeBlock block) throws IOException {
        String build = Files.readString(Path.of("..", "..", "pom.xml"));
        assertThat(OWN_MODULE.matcher(block.text()).results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(module ->
                        assertThat(Path.of("..", "..", module, "pom.xml")).exists());
        assertThat(VERSION.matcher(block.text()).results().map(found -> found.group(1)))
                .filteredOn(version -> !version.equals("1")) // of the reader's own project
                .allSatisfy(version -> assertThat(build).contains(">" + version + "<"));
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (Path page : CodeBlock.pages().toList()) {
            List<String> links = LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toList());
            assertThat(links)
                    .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
        }
    }

    /** Compiles a snippet as the body of a method. */
    @SuppressWarnings("unchecked")
    private java.util.concurrent.Callable<Object> compile(String body) throws Exception {
        Path classes = Files.createTempDirectory(folder, "classes");
        String imports = body.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining());
        String rest = body.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        Path source = Files.writeString(classes.resolve("Snippet.java"), imports + AROUND.formatted(rest));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-d", classes.toString(), "-classpath", classPath());
            compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
        }
        assertThat(said.toString()).isEmpty();
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        return (java.util.concurrent.Callable<Object>)
                loader.loadClass("Snippet").getDeclaredConstructor().newInstance();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
