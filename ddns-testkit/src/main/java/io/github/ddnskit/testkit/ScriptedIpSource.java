package io.github.ddnskit.testkit;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A source that says what a test tells it to. A family of which nothing was said yet is absent. Thread-safe.
 */
public final class ScriptedIpSource implements IpSource {

    private static final SourceId ID = new SourceId("scripted", "");

    private final Map<AddressFamily, Observation> answers =
            Collections.synchronizedMap(new EnumMap<>(AddressFamily.class));
    private final AtomicInteger queries = new AtomicInteger();

    private ScriptedIpSource() {}

    /** {@return a source that has no address} */
    public static ScriptedIpSource create() {
        return new ScriptedIpSource();
    }

    /**
     * From now on, the device has these addresses.
     *
     * @param addresses address literals; each family that is among them is replaced, the other stays
     * @throws IllegalArgumentException if one is not an address
     */
    public void set(String... addresses) {
        Map<AddressFamily, List<InetAddress>> byFamily = new EnumMap<>(AddressFamily.class);
        for (String literal : addresses) {
            InetAddress address = IpLiteral.parse(literal);
            byFamily.computeIfAbsent(AddressFamily.of(address), family -> new ArrayList<>())
                    .add(address);
        }
        byFamily.forEach((family, found) ->
                answer(family, Observation.found(found, Provenance.ofThisDevice(ID, Vantage.DECLARED))));
    }

    /**
     * From now on, the device has no address of this family.
     *
     * @param family the family
     */
    public void setAbsent(AddressFamily family) {
        answer(family, Observation.absent("the test says so"));
    }

    /**
     * From now on, the source cannot tell the address of this family.
     *
     * @param family the family
     */
    public void setUnknown(AddressFamily family) {
        answer(family, Observation.unknown("the test says so"));
    }

    /**
     * From now on, the source answers just this.
     *
     * @param family the family
     * @param observation the answer
     */
    public void answer(AddressFamily family, Observation observation) {
        answers.put(family, observation);
    }

    /** {@return how often it was asked} */
    public int queries() {
        return queries.get();
    }

    @Override
    public SourceId id() {
        return ID;
    }

    @Override
    public Vantage vantage() {
        return Vantage.DECLARED;
    }

    @Override
    public Observation observe(Query query) {
        queries.incrementAndGet();
        return answers.getOrDefault(query.family(), Observation.absent("the test said nothing of " + query.family()));
    }
}
