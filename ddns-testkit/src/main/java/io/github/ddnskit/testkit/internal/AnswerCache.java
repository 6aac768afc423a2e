package io.github.ddnskit.testkit.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Replies to questions that were asked before, octet by octet but for the ID, as long as no zone has changed since. Used by
 * one thread.
 */
final class AnswerCache {

    private static final int LONGEST_QUESTION = 512;
    private static final int MOST_OCTETS = 8 << 20;
    private static final int ID_OCTETS = 2;

    private final Zones zones;
    private final boolean isOfUse;
    private final Map<Key, byte[]> replies = new HashMap<>();
    private long version;
    private int octets;

    AnswerCache(Zones zones) {
        this.zones = zones;
        this.isOfUse = !zones.arePersonal();
    }

    /** A new reply, or null if it is not known. */
    byte @Nullable [] find(byte[] request) {
        long present = zones.version();
        if (present != version) {
            version = present;
            replies.clear();
            octets = 0;
        }
        byte[] known = replies.get(new Key(request));
        if (known == null) {
            return null;
        }
        byte[] reply = known.clone();
        System.arraycopy(request, 0, reply, 0, ID_OCTETS);
        return reply;
    }

    /** Remembers the reply to a question by UDP, if whoever asks it is answered the same; called after {@link #find}. */
    void keep(Request request, byte[] reply) {
        byte[] wire = request.wire();
        if (!isOfUse
                || wire.length > LONGEST_QUESTION
                || request.isMalformed()
                || request.opcode() != Opcode.QUERY
                || request.tsig() != null
                || isForKey(request)
                || Cookies.of(request).isPresent()
                || zones.version() != version) {
            return;
        }
        int size = wire.length + reply.length;
        if (octets + size > MOST_OCTETS) {
            replies.clear();
            octets = 0;
        }
        octets += size;
        replies.put(new Key(wire), reply);
    }

    /** Who asks for a key twice is not to get the same. */
    private static boolean isForKey(Request request) {
        Record question = request.question();
        return question != null && question.getType() == Type.TKEY;
    }

    /** A request without its ID. */
    private static final class Key {

        private final byte[] wire;
        private final int hash;

        Key(byte[] wire) {
            this.wire = wire;
            int sum = wire.length;
            for (int i = ID_OCTETS; i < wire.length; i++) {
                sum = 31 * sum + wire[i];
            }
            this.hash = sum;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Arrays.equals(wire, ID_OCTETS, wire.length, key.wire, ID_OCTETS, key.wire.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
