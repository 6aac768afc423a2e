package io.github.ddnskit.testkit;

import java.util.Map;

/**
 * How many messages a name server has got since it was started, or since its exchanges were forgotten; unlike the list of
 * them this has no bound. Immutable and thread-safe.
 *
 * @param messages all requests that were looked at
 * @param queries those that asked
 * @param updates those that changed, or tried to
 * @param tcp those that came by TCP
 * @param unanswered those without any reply
 * @param rcodes how often each code was the first reply
 */
public record Counts(long messages, long queries, long updates, long tcp, long unanswered, Map<String, Long> rcodes) {

    /**
     * Copies the map.
     *
     * @param messages all requests that were looked at
     * @param queries those that asked
     * @param updates those that changed, or tried to
     * @param tcp those that came by TCP
     * @param unanswered those without any reply
     * @param rcodes how often each code was the first reply
     */
    public Counts {
        rcodes = Map.copyOf(rcodes);
    }

    /**
     * How often a code was the first reply.
     *
     * @param mnemonic such as {@code SERVFAIL}
     * @return 0 or more
     */
    public long rcode(String mnemonic) {
        return rcodes.getOrDefault(mnemonic, 0L);
    }
}
