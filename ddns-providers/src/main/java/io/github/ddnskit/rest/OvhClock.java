package io.github.ddnskit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.http.HttpCall;
import org.jspecify.annotations.Nullable;

/** The clock of OVHcloud's server, which is asked once how far it is ahead of ours. Thread-safe. */
final class OvhClock {

    private volatile @Nullable Long secondsAhead;

    /** The time there, in seconds. */
    long now(RestClient client) throws ApiException, InterruptedException {
        long here = client.clock().instant().getEpochSecond();
        Long known = secondsAhead;
        if (known != null) {
            return here + known;
        }
        HttpCall call = HttpCall.get(client.endpoint() + "/auth/time").build();
        JsonNode time = client.checked(client.exchange(call));
        if (!time.canConvertToLong()) {
            throw ApiException.of(FailureReason.BAD_REPLY, "OVHcloud did not tell its time");
        }
        secondsAhead = time.asLong() - here;
        return time.asLong();
    }

    /** Asks again: one of the clocks jumped. */
    void forget() {
        secondsAhead = null;
    }
}
