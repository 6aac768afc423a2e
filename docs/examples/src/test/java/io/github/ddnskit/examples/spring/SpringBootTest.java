package io.github.ddnskit.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The example in an application context. */
class SpringBootTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void publishesReportsAndEndsWithTheApplication() throws Exception {
        try (FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").allowUnsigned().start()) {
            DdnsClient client;
            try (AnnotationConfigApplicationContext application = application(dns)) {
                client = application.getBean(DdnsClient.class);
                client.checkNow().get(120, TimeUnit.SECONDS);
                assertThat(dns.addresses("home.example.test")).containsExactly("192.0.2.7");
                assertThat(status(application)).isEqualTo(Status.UP);
                MeterRegistry registry = application.getBean(MeterRegistry.class);
                assertThat(registry.get("ddnskit.health").gauge().value()).isZero();
                assertThat(registry.get("ddnskit.updates").counter().count()).isEqualTo(1);
            }
            assertThat(client.checkNow()).failsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void saysWhyItIsNotWell() throws Exception {
        try (FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").allowUnsigned().start()) {
            dns.failNext(100, Fault.refused());
            try (AnnotationConfigApplicationContext application = application(dns)) {
                application.getBean(DdnsClient.class).checkNow().get(120, TimeUnit.SECONDS);
                assertThat(status(application)).isIn(Status.DOWN, DdnsHealthIndicator.DEGRADED);
                assertThat(application
                                .getBean(HealthIndicator.class)
                                .health()
                                .getDetails()
                                .get("reasons"))
                        .asString()
                        .contains("home.example.test");
            }
        }
    }

    private static Status status(AnnotationConfigApplicationContext application) {
        return application.getBean(HealthIndicator.class).health().getStatus();
    }

    /** As Spring Boot makes it, but without touching the logging of this JVM. */
    private AnnotationConfigApplicationContext application(FakeAuthoritativeServer dns) throws IOException {
        Path file = Files.writeString(folder.resolve("ddns.json"), """
                { "sources": [ {"type": "fixed", "addresses": ["192.0.2.7"]} ], "allow": ["documentation"],
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s" } },
                  "hosts": [ { "name": "home.example.test", "updater": "bind" } ] }
                """.formatted(dns.server()));
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        application.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("ddns.config", file.toString())));
        application.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        application.register(DdnsConfiguration.class);
        application.refresh();
        return application;
    }
}
