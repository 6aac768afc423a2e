package io.github.ddnskit.testkit.jqwik;

import io.github.ddnskit.testkit.FakeAuthoritativeServer;
import io.github.ddnskit.testkit.Fault;
import io.github.ddnskit.testkit.Trigger;
import java.util.List;

/**
 * A fault and when it strikes. Immutable and thread-safe.
 *
 * @param when on which messages
 * @param what what goes wrong with each
 */
public record PlannedFault(Trigger when, Fault what) {

    /**
     * Plans faults, in their order.
     *
     * @param faults the faults
     * @param server the server that goes wrong
     */
    public static void plan(List<PlannedFault> faults, FakeAuthoritativeServer server) {
        faults.forEach(fault -> server.fault(fault.when(), fault.what()));
    }

    @Override
    public String toString() {
        return when + ": " + what;
    }
}
