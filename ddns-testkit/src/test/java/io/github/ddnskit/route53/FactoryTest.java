package io.github.ddnskit.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.route53.internal.Route53UpdaterFactory;
import io.github.ddnskit.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void isConfiguredInJsonWithAllItsFields() throws Exception {
        try (DdnsConfig config = DdnsConfig.parse(json("""
                        "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "k", "sessionToken": {"env": "PATH"},
                        "zoneId": "Z0123456789ABCDEFGHIJ", "ttl": 30, "owner": "nas-1", "waitForSync": "PT2M",
                        "timeout": "PT30S", "region": "cn-northwest-1", "endpoint": "https://r53.example.org"
                        """), folder, Catalog.load())) {
            assertThat(config.hosts()).hasSize(2).allSatisfy(host -> {
                assertThat(host.updater()).isInstanceOf(Route53Updater.class);
                assertThat(host.updater().identity().target())
                        .isEqualTo("route53:https://r53.example.org/Z0123456789ABCDEFGHIJ");
                assertThat(host.updater().identity().account()).isEqualTo("AKIDEXAMPLE");
            });
        }
    }

    @Test
    void allUpdatersOfAnAccessKeyShareItsFiveRequestsASecond() throws Exception {
        try (DdnsConfig config = DdnsConfig.parse(
                json("\"accessKeyId\": \"AKIDEXAMPLE\", \"secretAccessKey\": \"k\""), folder, Catalog.load())) {
            List<RateLimiter> limiters = config.hosts().stream()
                    .map(host -> ((Route53Updater) host.updater()).rateLimiter())
                    .toList();
            assertThat(limiters.get(0)).isSameAs(limiters.get(1));
        }
        Route53UpdaterFactory factory = new Route53UpdaterFactory();
        assertThat(((Route53Updater) factory.create(Settings.of(Map.of()))).rateLimiter())
                .isSameAs(((Route53Updater) factory.create(Settings.of(Map.of()))).rateLimiter());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"accessKeyId\": \"AKID\"', go together",
        "'\"sessionToken\": \"t\"', all three",
        "'\"zoneId\": \"example.org\"', zoneId",
        "'\"endpoint\": \"http://example.org\"', in the clear",
        "'\"ttl\": -1', TTL"
    })
    void saysWhatWouldBeRight(String fields, String words) {
        assertThatThrownBy(() -> DdnsConfig.parse(json(fields), folder, Catalog.load()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(words);
    }

    @Test
    void everyFieldHasALabelAndASentence() {
        assertThat(new Route53UpdaterFactory().descriptor().fields())
                .hasSize(10)
                .allSatisfy(field -> {
                    assertThat(field.label()).isNotBlank();
                    assertThat(field.help()).endsWith(".");
                    assertThat(field.required()).isFalse();
                });
    }

    @Test
    void withoutTheArtifactsOfAwsTheErrorHoldsTheTwoLinesToAdd() throws Exception {
        ClassLoader poorer = new WithoutAws();
        Class<?> factory = poorer.loadClass(Route53UpdaterFactory.class.getName());
        Object made = factory.getConstructor().newInstance();
        assertThat(factory.getMethod("descriptor").invoke(made)).isNotNull();
        Class<?> settings = poorer.loadClass("io.github.ddnskit.spi.Settings");
        Object none = settings.getMethod("of", Map.class).invoke(null, Map.of());
        assertThatThrownBy(() -> factory.getMethod("create", settings).invoke(made, none))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(error -> assertThat(
                                String.valueOf(error.getMessage()).lines())
                        .hasSize(3)
                        .anyMatch(line -> line.matches("<dependency><groupId>software.amazon.awssdk</groupId>"
                                + "<artifactId>http-auth-aws</artifactId><version>2\\.[0-9.]+</version></dependency>"))
                        .anyMatch(line -> line.contains("<artifactId>identity-spi</artifactId>")));
    }

    /** Our classes anew, in a program that has none of AWS's. */
    private static final class WithoutAws extends ClassLoader {

        WithoutAws() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            URL file = name.startsWith("software.amazon.") ? null : findResource(name.replace('.', '/') + ".class");
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream in = file.openStream()) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        protected URL findResource(String name) {
            return FactoryTest.class.getClassLoader().getResource(name);
        }
    }

    private static String json(String fields) {
        return """
                { "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ], "allow": ["documentation"],
                  "updaters": { "aws": { "type": "route53", %s }, "also": { "type": "route53", %s } },
                  "hosts": [ { "name": "home.example.org", "updater": "aws" },
                             { "name": "nas.example.org", "updater": "also" } ] }
                """.formatted(fields, fields);
    }
}
