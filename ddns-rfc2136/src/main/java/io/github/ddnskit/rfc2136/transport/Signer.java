package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/** Signs messages, and knows the signature on replies to them. Thread-safe. */
interface Signer {

    /**
     * Signs a message.
     *
     * @param unsigned a complete message
     * @return the same with a signature, and what tells the reply to it
     */
    Signed sign(byte[] unsigned);

    /** A message that is signed. */
    final class Signed {

        private final byte[] wire;
        private final Judge judge;

        Signed(byte[] wire, Judge judge) {
            this.wire = wire;
            this.judge = judge;
        }

        byte[] wire() {
            return wire;
        }

        /** What tells the reply to it. */
        Judge judge() {
            return judge;
        }
    }

    /** Tells whether a reply to one message is signed as it must be. */
    interface Judge {

        /**
         * Looks for what is wrong with the signature of a reply.
         *
         * @param reply a reply to the message in all but its signature
         * @param wire its octets
         * @return the flaw, or null if there is none
         */
        @Nullable
        Flaw flaw(Message reply, byte[] wire);
    }
}
