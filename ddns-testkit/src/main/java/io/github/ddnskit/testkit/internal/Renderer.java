package io.github.ddnskit.testkit.internal;

import java.util.Arrays;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Writes messages. Only an owner that is spelled as the name in the question is compressed: so the spelling of names
 * survives, as with BIND, which dnsjava's compression would not keep. Stateless.
 */
final class Renderer {

    private static final int POINTER_TO_QUESTION = 0xC000 | Request.HEADER_LENGTH;

    private Renderer() {}

    static byte[] render(Message message) {
        DNSOutput out = new DNSOutput(512);
        out.writeByteArray(message.getHeader().toWire());
        byte[] asked = null;
        for (Record question : message.getSection(Section.QUESTION)) {
            byte[] name = question.getName().toWire();
            asked = asked == null ? name : asked;
            out.writeByteArray(name);
            out.writeU16(question.getType());
            out.writeU16(question.getDClass());
        }
        for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
            for (Record record : message.getSection(section)) {
                byte[] wire = record.toWire(section);
                Name owner = record.getName();
                int length = owner.length();
                if (asked != null && asked.length == length && Arrays.equals(wire, 0, length, asked, 0, length)) {
                    out.writeU16(POINTER_TO_QUESTION);
                    out.writeByteArray(wire, length, wire.length - length);
                } else {
                    out.writeByteArray(wire);
                }
            }
        }
        return out.toByteArray();
    }
}
