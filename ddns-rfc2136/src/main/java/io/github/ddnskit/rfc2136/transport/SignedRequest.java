package io.github.ddnskit.rfc2136.transport;

import io.github.ddnskit.rfc2136.transport.UnverifiedReplyException.Flaw;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/**
 * A request whose every transmission is signed, and which accepts only replies that are signed as they must be. Used by
 * one thread at a time.
 */
final class SignedRequest implements Request {

    private final Request unsigned;
    private final Signer signer;
    private final Clock clock;
    private volatile @Nullable UnverifiedReplyException evidence;

    SignedRequest(Request unsigned, Signer signer, Clock clock) {
        this.unsigned = unsigned;
        this.signer = signer;
        this.clock = clock;
    }

    @Override
    public Transmission transmission() {
        Transmission plain = unsigned.transmission();
        Signer.Signed signed = signer.sign(plain.wire());
        return new Signed(plain, signed.wire(), signed.judge());
    }

    @Override
    public Name about() {
        return unsigned.about();
    }

    @Override
    public boolean isForStream() {
        return unsigned.isForStream();
    }

    /** {@return the most telling of the replies that were not believed, or null if there was none} */
    @Nullable
    UnverifiedReplyException evidence() {
        return evidence;
    }

    private void note(Flaw flaw, Message reply) {
        UnverifiedReplyException best = evidence;
        if (best == null || flaw.compareTo(best.flaw()) > 0) {
            evidence = new UnverifiedReplyException(flaw, reply, clock.instant());
        }
    }

    private final class Signed implements Transmission {

        private final Transmission plain;
        private final byte[] wire;
        private final Signer.Judge judge;

        Signed(Transmission plain, byte[] wire, Signer.Judge judge) {
            this.plain = plain;
            this.wire = wire;
            this.judge = judge;
        }

        @Override
        public byte[] wire() {
            return wire;
        }

        @Override
        public Verdict judge(byte[] received) {
            Verdict verdict = plain.judge(received);
            if (!(verdict instanceof Verdict.Accepted accepted)) {
                return verdict;
            }
            Flaw flaw = judge.flaw(accepted.reply(), received);
            if (flaw == null) {
                return accepted;
            }
            note(flaw, accepted.reply());
            return switch (flaw) {
                case UNSIGNED, WRONG_SIGNATURE -> new Verdict.Ignored();
                case SHORT_SIGNATURE, WRONG_TIME, UNSIGNED_ERROR, SIGNATURE_REJECTED -> new Verdict.Doubtful();
            };
        }
    }
}
