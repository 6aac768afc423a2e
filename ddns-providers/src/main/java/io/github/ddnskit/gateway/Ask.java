package io.github.ddnskit.gateway;

import java.util.List;
import java.util.Optional;

/**
 * What a request asks for, whichever protocol it came by. Nothing of it is checked yet.
 *
 * @param credentials who asks, if the request says so
 * @param hosts the names as they were sent; none where the token says which
 * @param addresses the addresses as they were sent; none for where the request comes from
 * @param isRemoval whether the names are to have no address
 * @param style in which words it is answered
 */
record Ask(
        Optional<Presented> credentials, List<String> hosts, List<String> addresses, boolean isRemoval, Style style) {

    /** How lines are answered. */
    enum Style {
        /** {@code good 192.0.2.1}, a line for each name. */
        DYNDNS2,
        /** {@code RESULT:OK}, as the IPv6 services of NTT's networks answer. */
        RESULT
    }

    /** {@return how much it asks for, without any secret} */
    @Override
    public String toString() {
        return "Ask[" + hosts + ", " + addresses + (isRemoval ? ", remove" : "") + "]";
    }
}
