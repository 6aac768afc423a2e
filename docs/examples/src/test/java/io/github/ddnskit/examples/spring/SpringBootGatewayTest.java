package io.github.ddnskit.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.Hostname;
import io.github.ddnskit.gateway.Account;
import io.github.ddnskit.gateway.AccountToken;
import io.github.ddnskit.gateway.FileAccountStore;
import io.github.ddnskit.gateway.GatewayRequest;
import io.github.ddnskit.gateway.UpdateGateway;
import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;

/** The gateway in an application with Spring Boot's web server. */
class SpringBootGatewayTest {

    private static final Hostname HOME = Hostname.of("home.example.test");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void takesUpdatesReportsAndEndsWithTheApplication() throws Exception {
        AccountToken.Fresh token = AccountToken.create(HOME);
        FileAccountStore.at(folder.resolve("accounts.json"))
                .change(
                        "alice",
                        none -> Optional.of(Account.of("alice").withHost(HOME).withToken(token.kept(), Instant.MAX)));
        String target = "/update?token=" + token.text() + "&ip=192.0.2.7";
        try (FakeAuthoritativeServer dns =
                FakeAuthoritativeServer.zone("example.test").allowUnsigned().start()) {
            UpdateGateway gateway;
            try (AnnotationConfigServletWebServerApplicationContext application = application(dns)) {
                gateway = application.getBean(UpdateGateway.class);
                String base = "http://127.0.0.1:" + application.getWebServer().getPort();
                assertThat(get(base + target)).isEqualTo("good 192.0.2.7\n");
                assertThat(dns.addresses("home.example.test")).containsExactly("192.0.2.7");
                assertThat(get(base + "/checkip")).isEqualTo("127.0.0.1\n");
                assertThat(get(base + "/nic/update?hostname=home.example.test")).isEqualTo("badauth\n");
                assertThat(application.getBean(HealthIndicator.class).health().getStatus())
                        .isEqualTo(Status.UP);
                assertThat(application
                                .getBean(MeterRegistry.class)
                                .get("ddnskit.gateway.updates")
                                .tag("outcome", "changed")
                                .counter()
                                .count())
                        .isEqualTo(1);
            }
            assertThat(gateway.handle(
                                    new GatewayRequest("GET", target, Map.of(), InetAddress.getLoopbackAddress(), true))
                            .body())
                    .as("it is closed")
                    .isEqualTo("911\n");
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** As Spring Boot makes it, but without touching the logging of this JVM. */
    private AnnotationConfigServletWebServerApplicationContext application(FakeAuthoritativeServer dns)
            throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.json"), """
                { "listen": "127.0.0.1:0", "plainHttp": true, "accounts": "accounts.json",
                  "updaters": { "bind": { "type": "rfc2136", "server": "%s", "zone": "example.test" } },
                  "zones": [ {"name": "example.test", "updater": "bind", "allow": ["documentation"]} ] }
                """.formatted(dns.server()));
        AnnotationConfigServletWebServerApplicationContext application =
                new AnnotationConfigServletWebServerApplicationContext();
        application.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("ddns.gateway", file.toString())));
        application.registerBean(PropertySourcesPlaceholderConfigurer.class);
        application.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        application.registerBean(ServletWebServerFactory.class, this::tomcat);
        application.register(GatewayConfiguration.class);
        application.refresh();
        return application;
    }

    private TomcatServletWebServerFactory tomcat() {
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(0);
        tomcat.setAddress(InetAddress.getLoopbackAddress());
        tomcat.setBaseDirectory(folder.toFile());
        return tomcat;
    }
}
