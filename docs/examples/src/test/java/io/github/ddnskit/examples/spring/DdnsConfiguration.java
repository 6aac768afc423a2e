package io.github.ddnskit.examples.spring;

import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.DdnsConfig;
import io.github.ddnskit.metrics.DdnsMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client of the file that the property {@code ddns.config} names: started and closed with the application. */
@Configuration(proxyBeanMethods = false)
class DdnsConfiguration {

    @Bean
    DdnsConfig ddnsConfig(@Value("${ddns.config}") Path file) throws ConfigException {
        return DdnsConfig.read(file);
    }

    @Bean
    DdnsMetrics ddnsMetrics(MeterRegistry registry) {
        return DdnsMetrics.in(registry);
    }

    /** Spring closes it before the configuration, whose updaters it uses. */
    @Bean(initMethod = "start")
    DdnsClient ddnsClient(DdnsConfig config, DdnsMetrics metrics) {
        DdnsClient client = config.client().listener(metrics).build();
        metrics.watch(client);
        return client;
    }

    @Bean
    HealthIndicator ddnsHealthIndicator(DdnsClient client) {
        return new DdnsHealthIndicator(client);
    }
}
