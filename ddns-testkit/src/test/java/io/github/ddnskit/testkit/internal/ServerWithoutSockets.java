package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.rfc2136.TsigKey;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.xbill.DNS.Record;

/** A name server of one zone that is a function from requests to replies. */
public final class ServerWithoutSockets {

    private final Zone zone;
    private final NameServer server;

    /**
     * Makes it.
     *
     * @param effects what goes wrong with the next request
     */
    public ServerWithoutSockets(String apex, TsigKey key, Clock clock, Supplier<Effect> effects) {
        Zone.Rules rules = new Zone.Rules(Set.of(ZoneReader.name(key.name())), Set.of(), false, false, Set.of());
        zone = new Zone(new ZoneReader(apex).zone(), rules, clock);
        server = new NameServer(
                new Zones(List.of(zone)), List.of(key), clock, false, null, Set.of(), new Chance(effects));
    }

    /** What is sent back; only what is whole and at once. */
    public List<byte[]> replies(byte[] request) {
        List<byte[]> replies = new ArrayList<>();
        server.handle(
                request,
                new Client(InetAddress.getLoopbackAddress(), true),
                0,
                departure -> replies.add(departure.octets()));
        return replies;
    }

    /** All records of a name. */
    public List<Record> records(String name) {
        return zone.data().records(ZoneReader.name(name));
    }

    private record Chance(Supplier<Effect> effects) implements NameServer.Hooks {

        @Override
        public Effect effectOn(Request request, boolean tcp, int waiting) {
            return effects.get();
        }

        @Override
        public void answered(NameServer.Answered answered) {}

        @Override
        public void changed(Zone changed) {}
    }
}
