package io.github.ddnskit.simulation;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.rfc2136.OtherWays;
import io.github.ddnskit.rfc2136.OwnerMark;
import io.github.ddnskit.rfc2136.Ownership;
import io.github.ddnskit.rfc2136.Rfc2136Updater;
import io.github.ddnskit.rfc2136.TsigAlgorithm;
import io.github.ddnskit.rfc2136.TsigKey;
import io.github.ddnskit.rfc2136.transport.DirectWay;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import io.github.ddnskit.testkit.internal.Effect;
import io.github.ddnskit.testkit.internal.ServerWithoutSockets;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * The name server of the testkit behind the real updater for DNS UPDATE, with every octet between them, and no network. What
 * it says can get lost, be repeated or forged, before or after it has done what it was asked for.
 */
final class SimulatedNameServer implements Provider {

    /** What every updater of this kind can do. */
    static final Capabilities CAPABILITIES;

    /** Base64 by chance. */
    static final String SECRET = "c4n4ryK3yc4n4ryK3yc4n4ryK3yc4n4ryK3y";

    private static final String ZONE = "example.org";
    private static final TsigKey KEY = TsigKey.of("ddns-key", TsigAlgorithm.HMAC_SHA256, Secret.of(SECRET));
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PERCENT = 100;
    private static final List<Effect> EFFECTS = List.of(
            effect(Effect.Kind.LOSE_REQUEST, 0),
            effect(Effect.Kind.LOSE_REPLY, 0),
            effect(Effect.Kind.RCODE, Rcode.SERVFAIL),
            effect(Effect.Kind.RCODE, Rcode.NOTIMP),
            effect(Effect.Kind.WRONG_ID, 0),
            effect(Effect.Kind.UNSIGNED, 0),
            effect(Effect.Kind.BAD_MAC, 0),
            effect(Effect.Kind.REPLAY, 0),
            effect(Effect.Kind.GARBAGE, 0),
            effect(Effect.Kind.DUPLICATE, 0));

    static {
        try (Rfc2136Updater any = Rfc2136Updater.builder().server("192.0.2.53").build()) {
            CAPABILITIES = any.capabilities();
        }
    }

    private final World world;
    private final int index;
    private final SplittableRandom random;
    private final Manner manner;
    private final ServerWithoutSockets server;
    private int failures;
    private int requests;

    /** What the updater does about records that others may have written. */
    enum Manner {
        OVERWRITES,
        OWNS,
        /** It overwrites only what the client remembers to have written. */
        COMPARES
    }

    SimulatedNameServer(World world, int index, Manner manner, SplittableRandom random) {
        this.world = world;
        this.index = index;
        this.random = random;
        this.manner = manner;
        InstantSource now = world::clock;
        this.server = new ServerWithoutSockets(ZONE, KEY, now.withZone(ZoneOffset.UTC), this::chance);
    }

    @Override
    public void failures(int percent) {
        failures = percent;
    }

    /** An update is one message, and carried out or not: no family fails alone. */
    @Override
    public void broken(@Nullable AddressFamily family) {}

    @Override
    public Set<InetAddress> records(RecordKey key) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (Record served : server.records(key.host().ascii())) {
            if (key.family() == AddressFamily.IPV4 && served instanceof ARecord a) {
                addresses.add(a.getAddress());
            } else if (key.family() == AddressFamily.IPV6 && served instanceof AAAARecord aaaa) {
                addresses.add(aaaa.getAddress());
            }
        }
        return addresses;
    }

    @Override
    public int requests() {
        return requests;
    }

    @Override
    public UpdaterIdentity identity(int version) {
        return UpdaterIdentity.of("name-server-" + index, "ddns-key", Secret.of(SECRET + version));
    }

    @Override
    public DnsUpdater in(Life life, Checks checks, Knowledge knowledge, UpdaterIdentity identity) {
        Rfc2136Updater real = updater(life);
        return new DnsUpdater() {
            @Override
            public Capabilities capabilities() {
                return CAPABILITIES;
            }

            @Override
            public UpdaterIdentity identity() {
                return identity;
            }

            @Override
            public UpdateReport update(Update update) throws InterruptedException {
                return updateAll(List.of(update)).get(0);
            }

            @Override
            public List<UpdateReport> updateAll(List<Update> updates) throws InterruptedException {
                return updateAll(updates, key -> RecordState.unknown(""));
            }

            @Override
            public List<UpdateReport> updateAll(List<Update> updates, Function<RecordKey, RecordState> known)
                    throws InterruptedException {
                life.boundary();
                checks.request(index, updates);
                requests++;
                List<UpdateReport> reports = real.updateAll(updates, known);
                life.boundary();
                checks.reply(reports);
                for (int i = 0; i < updates.size(); i++) {
                    noFalseSuccess(updates.get(i), reports.get(i), checks);
                }
                knowledge.replied(index, updates, reports);
                return reports;
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    private Rfc2136Updater updater(Life life) {
        DirectWay way = new DirectWay(
                request -> {
                    life.boundary();
                    List<byte[]> replies = server.replies(request);
                    life.boundary();
                    return replies;
                },
                () -> {
                    world.hang(PATIENCE);
                    life.boundary();
                    if (life.isClosed()) {
                        throw new InterruptedException();
                    }
                });
        Rfc2136Updater.Builder builder = OtherWays.through(way, Rfc2136Updater.builder())
                .server("192.0.2.53")
                .zone(ZONE)
                .tsig(KEY)
                .clock(life.clock());
        return switch (manner) {
            case OVERWRITES -> builder.build();
            case OWNS ->
                builder.ownership(Ownership.own(OwnerMark.device("device-1"))).build();
            case COMPARES -> builder.onlyIfUnchanged().build();
        };
    }

    /** Only this server knows what it holds. */
    private void noFalseSuccess(Update update, UpdateReport report, Checks checks) {
        for (AddressFamily family : AddressFamily.values()) {
            Outcome outcome = report.outcome(family);
            RecordKey key = new RecordKey(update.host(), family);
            if (outcome instanceof Outcome.Published || outcome instanceof Outcome.Unchanged) {
                checks.confirmedIsServed(key, Knowledge.wanted(update.goal(family)), records(key));
            }
        }
    }

    private Effect chance() {
        if (random.nextInt(PERCENT) >= failures) {
            return Effect.NOTHING;
        }
        Effect drawn = EFFECTS.get(random.nextInt(EFFECTS.size()));
        return new Effect(drawn.kind(), drawn.number(), Duration.ZERO, random.nextBoolean());
    }

    private static Effect effect(Effect.Kind kind, int number) {
        return new Effect(kind, number, Duration.ZERO, false);
    }
}
