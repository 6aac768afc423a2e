package io.github.ddnskit.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Every truncation and every mutation of one octet of valid messages is answered as a message should be, or not at all.
 * By default an octet is mutated into some others; {@code -Dddnskit.mutations=all} tries all 255.
 */
final class MutationsTest {

    private static final boolean ALL = "all".equals(System.getProperty("ddnskit.mutations"));

    @TestFactory
    Stream<DynamicTest> noMessageIsTooStrangeForTheServer() {
        return corpus().entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    byte[] good = one.getValue();
                    boolean tcp = one.getKey().contains("AXFR");
                    for (Set<Habit> habits : List.of(EnumSet.noneOf(Habit.class), ServerInAJar.allHabits())) {
                        ServerInAJar server = new ServerInAJar(true, habits);
                        assertThat(server.handle(good, tcp))
                                .as("the message as it was")
                                .isNotEmpty();
                        for (int length = 0; length < good.length; length++) {
                            server.handle(Arrays.copyOf(good, length), tcp);
                        }
                        for (int at = 0; at < good.length; at++) {
                            for (int change : changes()) {
                                server.handle(mutated(good, at, change), tcp);
                            }
                        }
                        assertThat(server.handle(
                                        query("www.example.test", Type.A).toWire(), false))
                                .as("afterwards")
                                .hasSize(1);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> nothingThatIsSignedCanBeChangedOnItsWay() {
        return corpus().entrySet().stream()
                .filter(one -> one.getKey().contains("signed update"))
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    byte[] good = one.getValue();
                    ServerInAJar server = new ServerInAJar(false, Set.of());
                    ZoneData before = server.zone();
                    int signatureAt = Request.of(good).signatureAt();
                    // the ID may differ (RFC 8945 section 5.3), and the key's name may be spelled otherwise
                    for (int at = 2; at < signatureAt; at++) {
                        for (int change : changes()) {
                            byte[] changed = mutated(good, at, change);
                            for (byte[] reply : server.handle(changed, false)) {
                                assertThat(reply[3] & 0xF)
                                        .as("octet %d changed by %d: %s", at, change, Wires.text(changed))
                                        .isNotEqualTo(Rcode.NOERROR);
                            }
                            assertThat(server.zone()).isSameAs(before);
                        }
                    }
                    server.handle(good, false);
                    assertThat(server.zone()).isNotSameAs(before);
                }));
    }

    private static int[] changes() {
        int[] all = new int[255];
        Arrays.setAll(all, i -> i + 1);
        return ALL ? all : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 0xFF, 0xC0};
    }

    private static byte[] mutated(byte[] good, int at, int change) {
        byte[] changed = good.clone();
        changed[at] ^= (byte) change;
        return changed;
    }

    /** One message of each kind; their IDs do not change from run to run. */
    static Map<String, byte[]> corpus() {
        Map<String, byte[]> corpus = new LinkedHashMap<>();
        corpus.put("query", query("www.example.test", Type.A).toWire());
        Message edns = query("a.wild.example.test", Type.ANY);
        edns.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        edns.getHeader().setFlag(Flags.RD);
        corpus.put("query with EDNS", edns.toWire());
        Message signedQuery = query("x.child.example.test", Type.AAAA);
        signedQuery.setTSIG(ServerInAJar.SIGNER);
        corpus.put("signed query", signedQuery.toWire(Message.MAXLENGTH));
        corpus.put("AXFR", query("example.test", Type.AXFR).toWire());
        corpus.put("update", update().toWire());
        Update signed = update();
        signed.setTSIG(ServerInAJar.SIGNER);
        corpus.put("signed update", signed.toWire(Message.MAXLENGTH));
        return corpus;
    }

    private static Message query(String name, int type) {
        Message query = Message.newQuery(Record.newRecord(ServerInAJar.name(name), type, DClass.IN));
        query.getHeader().setID(4711);
        return query;
    }

    private static Update update() {
        try {
            Update update = new Update(ServerInAJar.name("example.test"));
            update.getHeader().setID(4712);
            update.present(ServerInAJar.name("www.example.test"), Type.A);
            update.present(ServerInAJar.name("www.example.test"), Type.A, "192.0.2.1");
            update.absent(ServerInAJar.name("home.example.test"));
            update.delete(ServerInAJar.name("home.example.test"), Type.AAAA);
            update.delete(ServerInAJar.name("www.example.test"), Type.TXT, "\"some text\"");
            update.add(ServerInAJar.name("home.example.test"), Type.A, 60, "192.0.2.7");
            return update;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
