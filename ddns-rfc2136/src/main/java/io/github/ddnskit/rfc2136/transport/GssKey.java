package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.time.Clock;
import java.time.Instant;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/**
 * A key that was negotiated.
 *
 * @param signer signs with it
 * @param end when it ends by our clock
 */
record GssKey(TsigSigner signer, Instant end) {

    static TsigSigner signer(Name name, GSSContext context, Clock clock) {
        return new TsigSigner(name, TSIG.GSS_TSIG, new Mic(context), clock);
    }

    /** Codes as a security context makes them. Synchronized, for contexts are for one thread. */
    private static final class Mic implements TsigSigner.Code {

        private final GSSContext context;

        Mic(GSSContext context) {
            this.context = context;
        }

        @Override
        public synchronized byte[] of(byte[] data) {
            try {
                return context.getMIC(data, 0, data.length, new MessageProp(false));
            } catch (GSSException e) {
                throw new IllegalStateException("the security context does not sign", e);
            }
        }

        @Override
        public synchronized @Nullable Flaw flaw(byte[] data, byte[] code) {
            try {
                context.verifyMIC(code, 0, code.length, data, 0, data.length, new MessageProp(false));
                return null;
            } catch (GSSException e) {
                return Flaw.WRONG_SIGNATURE;
            }
        }
    }
}
