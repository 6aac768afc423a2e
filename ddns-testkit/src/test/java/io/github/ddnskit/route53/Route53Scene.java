package io.github.ddnskit.route53;

import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.testkit.provider.FakeRoute53;
import io.github.ddnskit.testkit.provider.Route53Set;

/** A fake Route 53 with the zone example.org, and updaters that talk to it while time stands still. */
final class Route53Scene implements AutoCloseable {

    static final AwsCredentials KEY =
            AwsCredentials.of(FakeRoute53.ACCESS_KEY_ID, Secret.of(FakeRoute53.SECRET_ACCESS_KEY));

    final FakeRoute53 route53 = FakeRoute53.start();
    final ManualTicker time = new ManualTicker();
    final HttpEngine http = route53.engine().build();
    final String zone = route53.addZone("example.org");

    Route53Updater.Builder builder() {
        return Route53Updater.builder().credentials(KEY).http(http).ticker(time);
    }

    /** Writes plain records as if by hand. */
    void put(String name, String type, long ttl, String... values) {
        route53.put(zone, Route53Set.of(name, type, ttl, values));
    }

    static Update update(String host, Goal ipv4, Goal ipv6) {
        return Update.of(Hostname.of(host), ipv4, ipv6);
    }

    static Update ipv4(String host, String... addresses) {
        return update(host, Goal.publish(addresses), Goal.keep());
    }

    static Outcome.Failed failed(UpdateReport report) {
        return (Outcome.Failed) report.ipv4();
    }

    @Override
    public void close() {
        http.close();
        route53.close();
    }
}
