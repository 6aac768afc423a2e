package io.github.ddnskit.examples.spring;

import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.GatewayConfig;
import io.github.ddnskit.gateway.FileAccountStore;
import io.github.ddnskit.gateway.GatewayBuilder;
import io.github.ddnskit.gateway.GatewayServlet;
import io.github.ddnskit.gateway.RefreshStore;
import io.github.ddnskit.gateway.UpdateGateway;
import io.github.ddnskit.metrics.GatewayMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The gateway of the file that the property {@code ddns.gateway} names, in the web server of the application: where that
 * listens, and how it speaks TLS, are settings of the application.
 */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

    @Bean
    GatewayConfig gatewayConfig(@Value("${ddns.gateway}") Path file) throws ConfigException {
        return GatewayConfig.read(file);
    }

    @Bean
    GatewayMetrics gatewayMetrics(MeterRegistry registry) {
        return GatewayMetrics.in(registry);
    }

    /** Spring closes it once the web server takes no requests any more. */
    @Bean
    UpdateGateway updateGateway(GatewayConfig config, GatewayMetrics metrics) throws IOException {
        GatewayBuilder settings = config.gateway()
                .accounts(FileAccountStore.at(config.accounts()))
                .listener(metrics);
        if (config.state().isPresent()) {
            settings.refreshes(RefreshStore.at(config.state().get()));
        }
        UpdateGateway gateway = settings.build();
        metrics.watch(gateway);
        return gateway;
    }

    @Bean
    ServletRegistrationBean<GatewayServlet> gatewayServlet(UpdateGateway gateway) {
        return new ServletRegistrationBean<>(
                new GatewayServlet(gateway), "/nic/*", "/v3/update", "/update", "/api/*", "/checkip");
    }

    @Bean
    HealthIndicator gatewayHealthIndicator(UpdateGateway gateway) {
        return () -> switch (gateway.status().level()) {
            case UP -> Health.up().build();
            case DEGRADED -> Health.status(DdnsHealthIndicator.DEGRADED).build();
            case DOWN -> Health.down().build();
        };
    }
}
