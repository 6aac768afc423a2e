package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.rfc2136.transport.PlainRequest;
import io.github.ddnskit.rfc2136.transport.Request;
import java.security.SecureRandom;
import java.util.Arrays;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/**
 * A question whose letters are large or small at random, beside its unpredictable id. A server repeats them as they were
 * sent; whoever only guesses what was asked does not. What does not repeat them is ignored.
 */
final class RandomCaseRequest implements Request {

    private final SecureRandom random = new SecureRandom();
    private final Name name;
    private final int type;
    private final int dnsClass;

    RandomCaseRequest(Name name, int type, int dnsClass) {
        this.name = name;
        this.type = type;
        this.dnsClass = dnsClass;
    }

    @Override
    public Name about() {
        return name;
    }

    @Override
    public Transmission transmission() {
        Record question = Record.newRecord(randomCase(), type, dnsClass);
        Transmission plain = new PlainRequest(Message.newQuery(question)).transmission();
        return new Transmission() {
            @Override
            public byte[] wire() {
                return plain.wire();
            }

            @Override
            public Verdict judge(byte[] wire) {
                Verdict verdict = plain.judge(wire);
                return verdict instanceof Verdict.Accepted accepted && !repeats(accepted.reply(), question)
                        ? new Verdict.Ignored()
                        : verdict;
            }
        };
    }

    private Name randomCase() {
        StringBuilder text = new StringBuilder(name.toString());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            text.setCharAt(i, random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        try {
            return Name.fromString(text.toString(), Name.root);
        } catch (TextParseException e) {
            throw new IllegalStateException("the case of letters makes no name invalid", e);
        }
    }

    private static boolean repeats(Message reply, Record question) {
        Record repeated = reply.getQuestion();
        return repeated != null
                && repeated.getType() == question.getType()
                && repeated.getDClass() == question.getDClass()
                && Arrays.equals(repeated.getName().toWire(), question.getName().toWire());
    }
}
