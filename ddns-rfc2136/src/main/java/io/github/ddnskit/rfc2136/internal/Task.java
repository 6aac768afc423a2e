package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Update;
import io.github.ddnskit.rfc2136.transport.Deadline;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.util.function.Function;

/**
 * An update that is to be carried out.
 *
 * @param update what the name shall look like
 * @param zone the zone that holds it
 * @param dispatch sends to the servers of the zone
 * @param known what was known of each record before
 * @param deadline when to give up
 */
public record Task(
        Update update, Hostname zone, Dispatch dispatch, Function<RecordKey, RecordState> known, Deadline deadline) {

    RecordState known(AddressFamily family) {
        return known.apply(new RecordKey(update.host(), family));
    }

    /** The same for one family, while the other is kept. */
    Task only(AddressFamily family) {
        return with(
                family == AddressFamily.IPV4 ? update.ipv4() : Goal.keep(),
                family == AddressFamily.IPV6 ? update.ipv6() : Goal.keep());
    }

    /** The same without one family, which is kept. */
    Task without(AddressFamily family) {
        return only(family == AddressFamily.IPV4 ? AddressFamily.IPV6 : AddressFamily.IPV4);
    }

    private Task with(Goal ipv4, Goal ipv6) {
        return new Task(new Update(update.host(), ipv4, ipv6, update.options()), zone, dispatch, known, deadline);
    }
}
