package io.github.ddnskit.rfc2136.transport;

import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/**
 * Something to ask, which can be sent more than once.
 *
 * <p>Every transmission is a message of its own, with its own ID and signature, and knows the reply to itself: a late
 * reply to an earlier transmission is as good as one to the last, and a reply to one never passes for a reply to another.
 */
public interface Request {

    /** {@return a new transmission, unlike any before} */
    Transmission transmission();

    /** {@return the name that it is about: that of the question, or of the zone to update} */
    Name about();

    /** {@return whether the server must get it once only: then it goes over a stream, where nothing is sent again} */
    default boolean isForStream() {
        return false;
    }

    /** A message that goes out once. Used by one thread. */
    interface Transmission {

        /** {@return the message as it goes out, complete; not to be changed} */
        byte[] wire();

        /** {@return the ID in it} */
        default int id() {
            return Wires.id(wire());
        }

        /**
         * Decides what to make of something that came back.
         *
         * @param wire the octets that were received
         * @return the decision
         */
        Verdict judge(byte[] wire);
    }

    /** What to make of something that came back. */
    sealed interface Verdict {

        /**
         * The reply.
         *
         * @param reply the message, authenticated if the request was signed
         */
        record Accepted(Message reply) implements Verdict {}

        /** The reply does not fit into a datagram: ask over TCP. Whether it was signed makes no difference to that. */
        record Truncated() implements Verdict {}

        /**
         * An error that nobody signed: the server's own words perhaps, perhaps a forgery. Listen for something better,
         * but not for long.
         */
        record Doubtful() implements Verdict {}

        /** Nothing of ours: as if it had not come. */
        record Ignored() implements Verdict {}
    }
}
