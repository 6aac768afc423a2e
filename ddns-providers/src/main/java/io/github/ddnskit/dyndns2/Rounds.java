package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.http.HttpEngine;
import io.github.ddnskit.http.HttpException;
import io.github.ddnskit.http.HttpFailures;
import io.github.ddnskit.http.HttpReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries updates out, one request after the other: names that want the same travel together, and once the service says
 * to the account to stop, nothing more is sent. Thread-safe.
 */
final class Rounds {

    private final Dialect dialect;
    private final Refusals refusals;
    private final Calls calls;
    private final HttpEngine http;
    private final ReplyReader replies;

    Rounds(Dialect dialect, Refusals refusals, Calls calls, HttpEngine http, ReplyReader replies) {
        this.dialect = dialect;
        this.refusals = refusals;
        this.calls = calls;
        this.http = http;
        this.replies = replies;
    }

    /** A report for each update, in their order. */
    List<UpdateReport> carryOut(List<Update> updates) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return new Round(updates).carryOut();
    }

    /** The updates of one call, and by family what became of each so far. */
    private final class Round {

        private final List<Update> updates;
        private final List<Map<AddressFamily, Outcome>> outcomes = new ArrayList<>();
        private final Map<Ask.Wish, List<Integer>> wishes = new LinkedHashMap<>();

        /** What the service said to the account, if it did. */
        private Outcome.@Nullable Failed stop;

        Round(List<Update> updates) {
            this.updates = updates;
            for (int i = 0; i < updates.size(); i++) {
                Update update = updates.get(i);
                Map<AddressFamily, Outcome> refused = new EnumMap<>(AddressFamily.class);
                refused.putAll(refusals.of(update));
                outcomes.add(refused);
                Ask.Wish wish = new Ask.Wish(
                        refused.containsKey(AddressFamily.IPV4) ? Goal.keep() : update.ipv4(),
                        refused.containsKey(AddressFamily.IPV6) ? Goal.keep() : update.ipv6(),
                        update.options());
                wishes.computeIfAbsent(wish, none -> new ArrayList<>()).add(i);
            }
        }

        List<UpdateReport> carryOut() throws InterruptedException {
            int batch = dialect.request().batch();
            for (Map.Entry<Ask.Wish, List<Integer>> wish : wishes.entrySet()) {
                List<Integer> all = wish.getValue();
                for (int from = 0; from < all.size(); from += batch) {
                    List<Integer> indexes = all.subList(from, Math.min(from + batch, all.size()));
                    for (Ask ask : Ask.of(dialect, wish.getKey())) {
                        carryOut(ask, indexes);
                    }
                }
            }
            return outcomes.stream()
                    .map(byFamily -> new UpdateReport(
                            byFamily.getOrDefault(AddressFamily.IPV4, Outcome.kept()),
                            byFamily.getOrDefault(AddressFamily.IPV6, Outcome.kept())))
                    .toList();
        }

        /** Sends one request, unless the service said to stop. */
        private void carryOut(Ask ask, List<Integer> indexes) throws InterruptedException {
            List<Hostname> hosts =
                    indexes.stream().map(index -> updates.get(index).host()).toList();
            List<ReplyReader.Verdict> verdicts = stop == null ? ask(ask, hosts) : forAll(hosts, stop);
            for (int i = 0; i < hosts.size(); i++) {
                int index = indexes.get(i);
                ReplyReader.Verdict verdict = verdicts.get(i);
                Outcome.Failed failure = verdict.failure();
                if (failure != null && failure.isAccountWide() && !(failure.retry() instanceof Retry.Backoff)) {
                    stop = failure;
                }
                for (AddressFamily family : ask.families()) {
                    outcomes.get(index)
                            .put(family, outcome(verdict, updates.get(index).goal(family)));
                }
            }
        }
    }

    private List<ReplyReader.Verdict> ask(Ask ask, List<Hostname> hosts) throws InterruptedException {
        try {
            HttpReply reply = http.send(calls.of(ask, hosts));
            return replies.read(reply, ask, hosts);
        } catch (HttpException e) {
            return forAll(hosts, e.toFailed());
        } catch (IllegalStateException e) {
            return forAll(hosts, HttpFailures.unreadable(e));
        } catch (IllegalArgumentException e) {
            // Without its message, which may quote a header.
            return forAll(
                    hosts,
                    Outcome.failed(
                            FailureReason.BAD_CREDENTIALS,
                            Retry.backoff(),
                            "the credentials for " + dialect.service().name()
                                    + " hold a character that cannot be sent"));
        }
    }

    private static List<ReplyReader.Verdict> forAll(List<Hostname> hosts, Outcome.Failed failure) {
        return Collections.nCopies(hosts.size(), new ReplyReader.Verdict(failure, false));
    }

    private static Outcome outcome(ReplyReader.Verdict verdict, Goal goal) {
        if (verdict.failure() != null) {
            return verdict.failure();
        }
        Outcome reached = Outcome.reached(goal);
        return reached instanceof Outcome.Published published && !verdict.isChanged()
                ? new Outcome.Unchanged(published.addresses())
                : reached;
    }
}
