package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.rfc2136.DnsWhoamiSource.Answer;
import io.github.ddnskit.rfc2136.transport.Request;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What to ask a server that tells who asks, and how to read its answer. Immutable and thread-safe.
 *
 * @param name the name that stands for whoever asks
 * @param answer in which record the answer comes
 */
public record WhoamiQuestion(Hostname name, Answer answer) {

    /**
     * The question.
     *
     * @param family the family asked for
     * @return a request, each transmission of which differs in id and case
     */
    public Request request(AddressFamily family) {
        return new RandomCaseRequest(Names.of(name), type(family), dnsClass());
    }

    /**
     * Reads the answer.
     *
     * @param reply a reply that repeats the question
     * @param family the family asked for
     * @param provenance where it comes from
     * @param who who answered, to begin a message with
     * @return the one address, or {@link Observation.Unknown} for anything else
     */
    public Observation read(Message reply, AddressFamily family, Provenance provenance, String who) {
        if (reply.getRcode() != Rcode.NOERROR) {
            return Observation.unknown(who + " answered " + Rcode.string(reply.getRcode()));
        }
        List<Record> records = reply.getSection(Section.ANSWER);
        if (records.size() != 1) {
            return Observation.unknown(who + " answered with " + (records.isEmpty() ? "no record" : "several records")
                    + " instead of one address");
        }
        Record record = records.get(0);
        if (!record.getName().equals(Names.of(name))
                || record.getType() != type(family)
                || record.getDClass() != dnsClass()) {
            return Observation.unknown(who + " answered something else than it was asked");
        }
        InetAddress address;
        if (record instanceof ARecord a) {
            address = a.getAddress();
        } else if (record instanceof AAAARecord aaaa) {
            address = aaaa.getAddress();
        } else {
            List<String> texts = record instanceof TXTRecord txt ? txt.getStrings() : List.of();
            try {
                address = IpLiteral.parse(texts.size() == 1 ? texts.get(0) : "");
            } catch (IllegalArgumentException e) {
                return Observation.unknown(who + " answered with a text that is not one address");
            }
        }
        if (AddressFamily.of(address) != family) {
            return Observation.unknown(who + " answered with an address that is not " + family);
        }
        return address.isAnyLocalAddress()
                ? Observation.unknown(who + " answered with " + IpLiteral.format(address) + ", which is no address")
                : Observation.found(List.of(address), provenance);
    }

    private int type(AddressFamily family) {
        return answer == Answer.ADDRESS ? Type.value(family.recordType()) : Type.TXT;
    }

    private int dnsClass() {
        return answer == Answer.CHAOS_TXT ? DClass.CH : DClass.IN;
    }
}
