package io.github.ddnskit.testkit.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Tells secondaries that a zone has changed, until they say that they have heard it (RFC 1996 section 3). Used by the
 * server's thread; secondaries may be added by any.
 */
final class Notifier {

    /** RFC 1996 section 3.6 suggests a minute and five times; tests do not wait for minutes. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private static final int MOST_TRIES = 5;

    private final Outlet outlet;
    private final Map<About, Integer> unheard = new HashMap<>();
    private final List<InetSocketAddress> secondaries = new CopyOnWriteArrayList<>();
    private final Random ids = new Random();

    Notifier(Outlet outlet) {
        this.outlet = outlet;
    }

    /** What sends, and what waits. */
    interface Outlet {
        void send(byte[] message, InetSocketAddress to);

        void later(Duration delay, Runnable task);
    }

    private record About(Name zone, InetSocketAddress secondary) {}

    void add(InetSocketAddress secondary) {
        secondaries.add(secondary);
    }

    /** Tells all secondaries; what they were told before and have not heard is not repeated any more. */
    void changed(Zone zone) {
        for (InetSocketAddress secondary : secondaries) {
            int id = ids.nextInt(0x1_0000);
            unheard.put(new About(zone.apex(), secondary), id);
            tell(zone, secondary, id, 1);
        }
    }

    /** Takes note of a reply, if it is one to what was told. */
    void heard(byte[] wire, InetSocketAddress from) {
        Request reply = Request.of(wire);
        Record question = reply.question();
        if (question != null && reply.opcode() == Opcode.NOTIFY) {
            unheard.remove(new About(question.getName(), from), reply.id());
        }
    }

    private void tell(Zone zone, InetSocketAddress secondary, int id, int attempt) {
        Integer latest = unheard.get(new About(zone.apex(), secondary));
        if (latest == null || latest != id) {
            return;
        }
        if (attempt > MOST_TRIES) {
            unheard.remove(new About(zone.apex(), secondary));
            return;
        }
        outlet.send(Renderer.render(message(zone, id)), secondary);
        Duration wait = FIRST_WAIT.multipliedBy(1L << (attempt - 1));
        outlet.later(wait, () -> tell(zone, secondary, id, attempt + 1));
    }

    private static Message message(Zone zone, int id) {
        Header header = new Header(id);
        header.setOpcode(Opcode.NOTIFY);
        header.setFlag(Flags.AA);
        Message message = new Message();
        message.setHeader(header);
        message.addRecord(Record.newRecord(zone.apex(), Type.SOA, DClass.IN), Section.QUESTION);
        message.addRecord(zone.data().soa(), Section.ANSWER);
        return message;
    }
}
