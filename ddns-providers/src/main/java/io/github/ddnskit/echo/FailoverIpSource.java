package io.github.ddnskit.echo;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.echo.WellKnown.Endpoint;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks several endpoints, one after the other until one answers; each gets an equal share of the time that is left. One
 * that wants to be left alone is. Thread-safe.
 */
final class FailoverIpSource implements IpSource {

    private final List<Choice> choices;
    private final HttpEngine http;
    private final SourceId id;

    private FailoverIpSource(List<Choice> choices, HttpEngine http, SourceId id) {
        this.choices = choices;
        this.http = http;
        this.id = id;
    }

    static FailoverIpSource of(List<Endpoint> endpoints, WellKnown list) {
        return of(endpoints, list, HttpEngine.create());
    }

    /** Takes the engine over. */
    static FailoverIpSource of(List<Endpoint> endpoints, WellKnown list, HttpEngine http) {
        return new FailoverIpSource(
                endpoints.stream()
                        .map(endpoint -> new Choice(endpoint, list.source(endpoint, http)))
                        .toList(),
                http,
                new SourceId("well-known", endpoints.stream().map(Endpoint::id).collect(Collectors.joining(","))));
    }

    @Override
    public SourceId id() {
        return id;
    }

    @Override
    public Vantage vantage() {
        return Vantage.REFLEXIVE;
    }

    @Override
    public Set<AddressFamily> families() {
        return choices.stream()
                .flatMap(choice -> choice.endpoint.families().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        long end = System.nanoTime() + query.timeout().toNanos();
        List<Choice> able = choices.stream()
                .filter(choice -> choice.endpoint.families().contains(query.family()))
                .toList();
        List<Choice> willing = able.stream().filter(Choice::isWilling).toList();
        if (willing.isEmpty()) {
            return able.isEmpty()
                    ? Observation.unknown(id + " has nobody to ask for " + query.family())
                    : new Observation.Unknown(
                            "all of " + id + " want to be left alone",
                            able.stream()
                                    .map(Choice::rest)
                                    .min(Duration::compareTo)
                                    .orElseThrow());
        }
        List<String> causes = new ArrayList<>();
        for (int i = 0; i < willing.size(); i++) {
            long share = Math.max(0, end - System.nanoTime()) / (willing.size() - i);
            Observation observation = willing.get(i)
                    .source
                    .observe(new Query(query.family(), Duration.ofNanos(share), query.bindAddress()));
            if (observation instanceof Observation.Found found) {
                Provenance from = found.provenance();
                return new Observation.Found(
                        found.addresses(), new Provenance(id, vantage(), from.operator(), from.authenticated()));
            }
            if (observation instanceof Observation.Unknown unknown) {
                willing.get(i).leaveAlone(unknown.retryAfter());
                causes.add(unknown.cause());
            }
        }
        return Observation.unknown(String.join("; ", causes));
    }

    @Override
    public void close() {
        choices.forEach(choice -> choice.source.close());
        http.close();
    }

    /** {@return the id} */
    @Override
    public String toString() {
        return id.toString();
    }
}
