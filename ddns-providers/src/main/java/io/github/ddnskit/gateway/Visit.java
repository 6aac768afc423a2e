package io.github.ddnskit.gateway;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Update;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One request, from its parsing to its answer. Not thread-safe, but handed from thread to thread. */
final class Visit {

    /** As many as Dyn took. */
    private static final int MOST_HOSTS = 20;

    /** What says nothing about the zone as a whole. */
    private static final Set<FailureReason> OF_ONE_HOST = EnumSet.of(
            FailureReason.CONFLICT, FailureReason.UNKNOWN_HOST, FailureReason.UNSUPPORTED, FailureReason.BAD_REQUEST);

    private final GatewayRequest request;
    private final Setup setup;
    private final UpdateGateway gateway;

    Visit(GatewayRequest request, Setup setup, UpdateGateway gateway) {
        this.request = request;
        this.setup = setup;
        this.gateway = gateway;
    }

    CompletableFuture<GatewayResponse> carryOut() {
        try {
            return route();
        } catch (MalformedRequestException e) {
            refused(request.peer(), "", "HTTP " + e.status(), e.sentence());
            return CompletableFuture.completedFuture(Answer.malformed(e));
        }
    }

    private CompletableFuture<GatewayResponse> route() throws MalformedRequestException {
        requireNoBody();
        if (!request.method().equals("GET")) {
            return now(GatewayResponse.text(405, "only GET is known here\n").with("Allow", "GET"));
        }
        Target target = Target.parse(request.target());
        Sources.Origin origin = setup.sources().of(request);
        long wait = gateway.rates()
                .count(
                        "network " + Sources.network(origin.address()),
                        setup.limits().perNetwork());
        if (wait > 0) {
            refused(origin.address(), "", "HTTP 429", "too many requests from this network");
            return now(Answer.tooMany(wait));
        }
        if (target.path().equals(CheckIp.PATH)) {
            return now(CheckIp.answer(target, request, origin.address()));
        }
        Optional<Protocol> protocol = Protocol.at(target.path());
        if (protocol.isEmpty()) {
            return now(GatewayResponse.text(404, "there is nothing here\n"));
        }
        if (!origin.secure() && !setup.plainHttp()) {
            // A code that stops clients: they would send their password in clear again and again.
            refused(origin.address(), "", "badauth", "the request came without TLS");
            return now(GatewayResponse.text(403, Code.BADAUTH.word() + " use https\n"));
        }
        Ask ask = protocol.get().read(target, Presented.basic(request.header("authorization")));
        if (!setup.agents().test(String.join(" ", request.header("user-agent")))) {
            refused(origin.address(), "", Code.BADAGENT.word(), "its User-Agent is not accepted");
            return now(Answer.all(ask.style(), Code.BADAGENT));
        }
        if (ask.credentials().isEmpty()) {
            return now(Answer.all(ask.style(), Code.BADAUTH));
        }
        return gateway.entrance()
                .admit(ask.credentials().get(), origin.address(), setup.accounts(), setup.limits())
                .thenCompose(visitor -> admitted(ask, origin.address(), visitor));
    }

    private void requireNoBody() throws MalformedRequestException {
        List<String> lengths = request.header("content-length");
        boolean body = !request.header("transfer-encoding").isEmpty()
                || lengths.size() > 1
                || lengths.stream().anyMatch(length -> !length.strip().equals("0"));
        if (body) {
            throw new MalformedRequestException("a request has no body here");
        }
        for (List<String> values : request.headers().values()) {
            for (String value : values) {
                if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
                    throw new MalformedRequestException("a header field holds a control character");
                }
            }
        }
    }

    private CompletableFuture<GatewayResponse> admitted(Ask ask, InetAddress from, Entrance.Visitor visitor) {
        Account account = visitor.account();
        if (visitor.waitMillis() > 0) {
            refused(from, "", "HTTP 429", "locked out after wrong passwords");
            return now(Answer.tooMany(visitor.waitMillis()));
        }
        if (account == null || visitor.refusal() != null) {
            Code code = visitor.refusal() == null ? Code.BADAUTH : visitor.refusal();
            refused(from, "", code.word(), code == Code.BADAUTH ? "the credentials are wrong" : "it is busy");
            return now(Answer.all(ask.style(), code));
        }
        Optional<Code> refusal = refusal(ask, account);
        if (refusal.isPresent()) {
            refused(from, account.name(), refusal.get().word(), "for the whole request");
            return now(Answer.all(ask.style(), refusal.get()));
        }
        List<String> names = ask.hosts().isEmpty() && visitor.token() != null
                ? List.of(visitor.token().host().ascii())
                : ask.hosts();
        Optional<Wanted> wanted = Wanted.of(ask, from);
        long wait = 0;
        Set<Hostname> seen = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (String name : names) {
            Step step = step(name, account, visitor, wanted, seen);
            if (step.update() != null) {
                wait = Math.max(
                        wait,
                        gateway.rates()
                                .count(
                                        "host " + step.update().host(),
                                        setup.limits().perHost()));
                wait = Math.max(
                        wait,
                        gateway.rates()
                                .count(
                                        "account " + account.name(),
                                        setup.limits().perAccount()));
            }
            steps.add(step);
        }
        if (wait > 0) {
            refused(from, account.name(), "HTTP 429", "too many updates");
            return now(Answer.tooMany(wait));
        }
        return send(ask, account, from, steps);
    }

    private Optional<Code> refusal(Ask ask, Account account) {
        if (account.isDisabled()) {
            return Optional.of(Code.ABUSE);
        }
        if (ask.hosts().isEmpty() && ask.style() == Ask.Style.DYNDNS2) {
            return ask.credentials().filter(one -> one.name().isEmpty()).isPresent()
                    ? Optional.empty() // the token says which
                    : Optional.of(Code.NOTFQDN);
        }
        return ask.hosts().size() > MOST_HOSTS ? Optional.of(Code.NUMHOST) : Optional.empty();
    }

    /** What is to be done about one host, or what is said at once. */
    private record Step(
            Code code, @Nullable Update update, @Nullable Lane lane) {
        static Step refused(Code code) {
            return new Step(code, null, null);
        }
    }

    private Step step(
            String name, Account account, Entrance.Visitor visitor, Optional<Wanted> wanted, Set<Hostname> seen) {
        Hostname host;
        try {
            host = Hostname.of(name);
        } catch (IllegalArgumentException e) {
            return Step.refused(Code.NOTFQDN);
        }
        if (host.labels().size() < 2) {
            return Step.refused(Code.NOTFQDN);
        }
        boolean token = visitor.token() != null && !visitor.token().host().equals(host);
        Optional<Lane> lane = setup.lane(host).filter(one -> one.zone().mayHold(host));
        if (!account.hosts().contains(host) || token || lane.isEmpty() || !seen.add(host)) {
            return Step.refused(Code.NOHOST);
        }
        GatewayZone zone = lane.get().zone();
        if (wanted.isEmpty()) {
            return Step.refused(Code.BADIP);
        }
        if (wanted.get().isRemoval() && !zone.removal()) {
            return Step.refused(Code.NOT_PAID);
        }
        return wanted.get()
                .update(host, zone)
                .map(update -> new Step(Code.GOOD, update, lane.get()))
                .orElse(Step.refused(Code.BADIP));
    }

    private CompletableFuture<GatewayResponse> send(Ask ask, Account account, InetAddress from, List<Step> steps) {
        List<CompletableFuture<Answer.Line>> lines = new ArrayList<>();
        for (Step step : steps) {
            Update update = step.update();
            Lane lane = step.lane();
            if (update == null || lane == null) {
                refused(from, account.name(), step.code().word(), "for one of its hosts");
                lines.add(CompletableFuture.completedFuture(Answer.Line.of(step.code())));
            } else {
                lines.add(gateway.submit(update, lane.zone().apex(), lane)
                        .thenApply(settled -> line(update, lane, account, from, settled)));
            }
        }
        return CompletableFuture.allOf(lines.toArray(CompletableFuture[]::new))
                .thenApply(done -> Answer.lines(
                        ask.style(), lines.stream().map(CompletableFuture::join).toList()));
    }

    private Answer.Line line(Update update, Lane lane, Account account, InetAddress from, Lane.Settled settled) {
        for (AddressFamily family : AddressFamily.values()) {
            if (settled.report().outcome(family) instanceof Outcome.Failed failed) {
                if (!OF_ONE_HOST.contains(failed.reason())) {
                    setup.failures().put(lane.zone().apex(), failed.detail());
                }
                gateway.tell(
                        new GatewayEvent.Failed(gateway.now(), update.host(), account.name(), from, failed.detail()));
                return Answer.Line.of(failed.reason() == FailureReason.INTERNAL ? Code.UNAVAILABLE : Code.DNSERR);
            }
        }
        setup.failures().remove(lane.zone().apex());
        Set<InetAddress> published = Recollection.published(update);
        gateway.tell(new GatewayEvent.Updated(
                gateway.now(), update.host(), account.name(), from, published, settled.isChanged()));
        return new Answer.Line(settled.isChanged() ? Code.GOOD : Code.NOCHG, published);
    }

    private void refused(InetAddress from, String account, String code, String detail) {
        gateway.tell(new GatewayEvent.Refused(gateway.now(), from, account, code, detail));
    }

    private static CompletableFuture<GatewayResponse> now(GatewayResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
