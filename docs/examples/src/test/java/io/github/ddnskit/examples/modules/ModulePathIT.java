package io.github.ddnskit.examples.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.slf4j.LoggerFactory;
import org.slf4j.jul.JULServiceProvider;
import org.xbill.DNS.Message;
import software.amazon.awssdk.annotations.SdkPublicApi;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.metrics.MetricCollector;
import software.amazon.awssdk.utils.Validate;

/** The built jars on the module path of somebody else's module. */
class ModulePathIT {

    private static final String AWS = "software.amazon.awssdk.http.auth.aws";

    private static final String MODULE = """
            module app {
                requires io.github.ddnskit.core;
                requires io.github.ddnskit.rfc2136;
                requires io.github.ddnskit.providers;
                requires io.github.ddnskit.testkit;
                requires jdk.httpserver;
            }
            """;

    private static final String APP = """
            package app;

            import com.sun.net.httpserver.HttpServer;
            import io.github.ddnskit.*;
            import io.github.ddnskit.catalog.Catalog;
            import io.github.ddnskit.config.DdnsConfig;
            import io.github.ddnskit.route53.*;
            import io.github.ddnskit.testkit.FakeAuthoritativeServer;
            import java.net.*;
            import java.nio.file.Path;
            import java.util.Locale;

            public class Main {
                public static void main(String[] args) throws Exception {
                    Catalog catalog = Catalog.load();
                    catalog.updaters().forEach(one -> System.out.println("updater " + one.id()));
                    catalog.sources().forEach(one -> System.out.println("source " + one.id()));
                    System.out.println("translated "
                            + !catalog.in(Locale.JAPANESE).updaters().equals(catalog.updaters()));
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
                    askRoute53();
                }

                /** Shows how a request is signed, or why it cannot be. */
                private static void askRoute53() throws Exception {
                    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                    server.createContext("/", exchange -> {
                        System.out.println("signed " + exchange.getRequestHeaders().getFirst("Authorization"));
                        exchange.sendResponseHeaders(403, -1);
                        exchange.close();
                    });
                    server.start();
                    try (Route53Updater updater = Route53Updater.builder()
                            .credentials(AwsCredentials.of("AKIDEXAMPLE", Secret.of("key")))
                            .endpoint("http://127.0.0.1:" + server.getAddress().getPort())
                            .allowPlainHttp()
                            .build()) {
                        updater.update(Update.of(
                                Hostname.of("home.example.test"), Goal.publish("192.0.2.7"), Goal.keep()));
                    } catch (IllegalArgumentException e) {
                        System.out.println("refused " + e.getMessage());
                    } finally {
                        server.stop(0);
                    }
                }
            }
            """;

    /** A type, and a table of one row, of somebody who is neither us nor the application. */
    private static final String VENDOR = """
            package PACKAGE;

            import io.github.ddnskit.spi.*;
            import java.util.List;

            public class Vendor implements UpdaterFactory {
                private final String id;
                public Vendor() { this("PACKAGE-type"); }
                private Vendor(String id) { this.id = id; }
                public Descriptor descriptor() {
                    return new Descriptor(id, "Vendor", "https://vendor.example", List.of());
                }
                public DnsUpdater create(Settings settings) { throw new IllegalArgumentException("not today"); }

                public static class Table implements UpdaterFactories {
                    public List<UpdaterFactory> factories() { return List.of(new Vendor("PACKAGE-row")); }
                }
            }
            """;

    private static final String VENDOR_MODULE = """
            module vendor {
                requires io.github.ddnskit.core;
                provides io.github.ddnskit.spi.UpdaterFactory with modular.Vendor;
                provides io.github.ddnskit.spi.UpdaterFactories with modular.Vendor.Table;
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aModuleFindsAllTypesAndPublishes() throws Exception {
        assertThat(compile("app", MODULE, "app.Main", APP)).isEmpty();
        assertThat(run(modulePath(), List.of()))
                .contains("updater rfc2136", "updater route53")
                .contains("source interface", "source file", "source fixed", "source command")
                .contains("published [192.0.2.7]")
                .contains("translated true")
                .contains("named true")
                .as("without the artifacts of AWS")
                .contains(
                        "refused Route 53 needs AWS's own request signer",
                        "--add-modules " + AWS,
                        "<artifactId>http-auth-aws</artifactId>",
                        "<artifactId>identity-spi</artifactId>")
                .doesNotContain("signed");
    }

    @Test
    void aModuleUsesRoute53OnceItFollowsThatAdvice() throws Exception {
        assertThat(compile("app", MODULE, "app.Main", APP)).isEmpty();
        assertThat(run(modulePath() + File.pathSeparator + awsPath(), List.of("--add-modules", AWS)))
                .contains("signed AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                .doesNotContain("refused");
    }

    @Test
    void typesOfOthersAreListedWhereverTheyComeFrom() throws Exception {
        assertThat(compile("app", MODULE, "app.Main", APP)).isEmpty();
        String modular = VENDOR.replace("PACKAGE", "modular");
        assertThat(compile("vendor", VENDOR_MODULE, "modular.Vendor", modular)).isEmpty();
        assertThat(compile("plain", "", "plain.Vendor", VENDOR.replace("PACKAGE", "plain")))
                .isEmpty();
        Path services = Files.createDirectories(folder.resolve("plain/META-INF/services"));
        Files.writeString(services.resolve("io.github.ddnskit.spi.UpdaterFactory"), "plain.Vendor");
        Files.writeString(services.resolve("io.github.ddnskit.spi.UpdaterFactories"), "plain.Vendor$Table");
        assertThat(run(modulePath(), List.of()).lines())
                .containsSubsequence(
                        "updater modular-row",
                        "updater modular-type",
                        "updater plain-row",
                        "updater plain-type",
                        "updater rfc2136");
    }

    @Test
    void noModuleSeesTheInternals() throws Exception {
        for (String internal : List.of(
                "io.github.ddnskit.internal.Engine",
                "io.github.ddnskit.rfc2136.internal.Rfc2136UpdaterFactory",
                "io.github.ddnskit.testkit.internal.NameServer")) {
            String source = "package app; import " + internal + "; public class Main {}";
            assertThat(compile("app", MODULE, "app.Main", source)).contains("is not visible");
        }
    }

    /** Runs the application with what was compiled on the module path and class path, and returns what it printed. */
    private String run(String modulePath, List<String> options) throws Exception {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                String.join(File.pathSeparator, modulePath, folder + "/app", folder + "/vendor"),
                "--class-path",
                folder.resolve("plain").toString()));
        command.addAll(options);
        command.addAll(List.of("--module", "app/app.Main"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** Compiles a class, in a module or on the class path, into the folder, and returns what the compiler says. */
    private String compile(String into, String moduleInfo, String name, String text)
            throws IOException, URISyntaxException {
        Path sources = Files.createDirectories(folder.resolve("sources").resolve(into));
        Path source = Files.createDirectories(
                        sources.resolve(name.replace('.', '/')).getParent())
                .resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
        List<Path> files = new ArrayList<>(List.of(Files.writeString(source, text)));
        if (!moduleInfo.isEmpty()) {
            files.add(Files.writeString(sources.resolve("module-info.java"), moduleInfo));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    moduleInfo.isEmpty() ? "--class-path" : "--module-path",
                    modulePath(),
                    "-d",
                    folder.resolve(into).toString());
            compiler.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return said.toString();
    }

    /** What the two artifacts of AWS bring along. */
    private static String awsPath() throws URISyntaxException {
        return jars(
                AwsV4HttpSigner.class,
                AwsCredentialsIdentity.class,
                HttpSigner.class,
                SdkHttpRequest.class,
                SdkChecksum.class,
                ChecksumAlgorithm.class,
                MetricCollector.class,
                Validate.class,
                SdkPublicApi.class,
                Publisher.class);
    }

    private static String modulePath() throws URISyntaxException {
        return jars(
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
                OkHttpClient.class,
                Buffer.class,
                Unit.class,
                NullMarked.class);
    }

    /** The jars that have these classes. */
    private static String jars(Class<?>... oneOfEach) throws URISyntaxException {
        StringBuilder path = new StringBuilder();
        for (Class<?> one : oneOfEach) {
            Path jar = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            path.append(path.isEmpty() ? "" : File.pathSeparator).append(jar);
        }
        return path.toString();
    }
}
