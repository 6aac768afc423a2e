package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Effect;
import io.github.ddnskit.testkit.internal.NameServer;
import io.github.ddnskit.testkit.internal.Request;
import io.github.ddnskit.testkit.internal.Zone;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Sees every message: asks the plan what shall go wrong with it, and remembers the latest. Thread-safe. */
final class ExchangeLog implements NameServer.Hooks {

    private static final System.Logger LOG = System.getLogger(ExchangeLog.class.getName());
    private static final int MOST = 1000;
    private static final long MOST_OCTETS = 16L << 20;
    private static final int RCODES = 16;
    private static final int TOLD_IN_A_STORY = 10;
    private static final Effect REFUSED = Fault.refused().effect();

    private final FaultPlan plan;
    private final ZoneHistory history;
    private final Clock clock;
    private final Deque<Remembered> latest = new ArrayDeque<>();
    private final long[] rcodes = new long[RCODES];
    private volatile @Nullable Consumer<Exchange> listener;
    private final Expectations expectations = new Expectations();
    private long octets;
    private long messages;
    private long queries;
    private long updates;
    private long tcp;
    private long unanswered;

    ExchangeLog(FaultPlan plan, ZoneHistory history, Clock clock) {
        this.plan = plan;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public Effect effectOn(Request request, boolean tcp, int waiting) {
        if (plan.isEmpty() && expectations.isEmpty()) {
            return Effect.NOTHING;
        }
        Question question = question(request, tcp);
        return expectations.meet(question) ? plan.effectOn(question, waiting) : REFUSED;
    }

    @Override
    public void answered(NameServer.Answered answered) {
        Remembered seen = new Remembered(clock.instant(), answered);
        synchronized (latest) {
            count(answered);
            latest.addLast(seen);
            octets += seen.octets();
            while (latest.size() > MOST || (octets > MOST_OCTETS && latest.size() > 1)) {
                octets -= latest.removeFirst().octets();
            }
        }
        tell(seen);
    }

    private void tell(Remembered seen) {
        Consumer<Exchange> present = listener;
        if (present == null) {
            return;
        }
        try {
            present.accept(exchange(seen));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "who listens to exchanges threw", e);
        }
    }

    private static Exchange exchange(Remembered seen) {
        return new Exchange(seen.at, question(seen.answered.request(), seen.answered.tcp()), seen.answered);
    }

    void onExchange(Consumer<Exchange> newListener) {
        listener = newListener;
    }

    @Override
    public void changed(Zone zone) {
        history.add(clock.instant(), zone);
    }

    List<Exchange> exchanges() {
        List<Remembered> copy;
        synchronized (latest) {
            copy = List.copyOf(latest);
        }
        return copy.stream()
                .map(seen ->
                        new Exchange(seen.at, question(seen.answered.request(), seen.answered.tcp()), seen.answered))
                .toList();
    }

    Counts counts() {
        synchronized (latest) {
            Map<String, Long> named = new HashMap<>();
            for (int rcode = 0; rcode < RCODES; rcode++) {
                if (rcodes[rcode] > 0) {
                    named.put(Rcode.string(rcode), rcodes[rcode]);
                }
            }
            return new Counts(messages, queries, updates, tcp, unanswered, named);
        }
    }

    /** What clients asked, for somebody who wonders. */
    String story() {
        List<Exchange> all = exchanges();
        return counts().messages() + " messages came"
                + all.stream()
                        .skip(Math.max(0, all.size() - TOLD_IN_A_STORY))
                        .map(exchange -> "\n  " + exchange.summary())
                        .collect(Collectors.joining());
    }

    void expectOnly(Predicate<Question> expected) {
        expectations.only(expected);
    }

    void requireNothingUnexpected() {
        expectations.requireNothingUnexpected();
    }

    void clear() {
        expectations.forget();
        synchronized (latest) {
            latest.clear();
            Arrays.fill(rcodes, 0);
            octets = 0;
            messages = 0;
            queries = 0;
            updates = 0;
            tcp = 0;
            unanswered = 0;
        }
    }

    private void count(NameServer.Answered answered) {
        messages++;
        queries += answered.request().opcode() == Opcode.QUERY ? 1 : 0;
        updates += answered.request().opcode() == Opcode.UPDATE ? 1 : 0;
        tcp += answered.tcp() ? 1 : 0;
        if (answered.replies().isEmpty()) {
            unanswered++;
        } else if (answered.replies().get(0).length > 3) {
            rcodes[answered.replies().get(0)[3] & 0xF]++;
        }
    }

    private static Question question(Request request, boolean tcp) {
        Record asked = request.question();
        String name = asked == null ? "" : text(asked.getName());
        Set<String> names = new HashSet<>();
        if (asked != null && request.opcode() == Opcode.UPDATE) {
            request.records(Section.UPDATE).forEach(record -> names.add(text(record.getName())));
        } else if (asked != null) {
            names.add(name);
        }
        return new Question(
                Opcode.string(request.opcode()),
                name,
                asked == null ? "" : Type.string(asked.getType()),
                names,
                tcp,
                Optional.ofNullable(request.keyName()).map(ExchangeLog::text));
    }

    private static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    /** Kept as it came, because most exchanges are never looked at. */
    private record Remembered(Instant at, NameServer.Answered answered) {

        /** What must not grow without bound; the last exchange stays, however long it is. */
        long octets() {
            long all = answered.request().wire().length;
            for (byte[] reply : answered.replies()) {
                all += reply.length;
            }
            return all;
        }
    }
}
