package io.github.ddnskit.testkit;

import io.github.ddnskit.testkit.internal.Effect;
import io.github.ddnskit.testkit.internal.NameServer;
import io.github.ddnskit.testkit.internal.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Sees every message: asks the plan what shall go wrong with it, and remembers the latest. Thread-safe. */
final class ExchangeLog implements NameServer.Hooks {

    private static final int MOST = 1000;

    private final FaultPlan plan;
    private final Deque<Remembered> latest = new ArrayDeque<>();

    ExchangeLog(FaultPlan plan) {
        this.plan = plan;
    }

    @Override
    public Effect effectOn(Request request, boolean tcp) {
        return plan.isEmpty() ? Effect.NOTHING : plan.effectOn(question(request, tcp));
    }

    @Override
    public void answered(Request request, boolean tcp, List<byte[]> replies) {
        synchronized (latest) {
            if (latest.size() == MOST) {
                latest.removeFirst();
            }
            latest.addLast(new Remembered(request, tcp, replies));
        }
    }

    List<Exchange> exchanges() {
        List<Remembered> copy;
        synchronized (latest) {
            copy = List.copyOf(latest);
        }
        return copy.stream()
                .map(seen -> new Exchange(question(seen.request, seen.tcp), seen.request.wire(), seen.replies))
                .toList();
    }

    void clear() {
        synchronized (latest) {
            latest.clear();
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
    private record Remembered(Request request, boolean tcp, List<byte[]> replies) {}
}
