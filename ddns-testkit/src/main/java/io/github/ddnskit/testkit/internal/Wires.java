package io.github.ddnskit.testkit.internal;

import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;

/** Messages and records as text. Stateless. */
public final class Wires {

    private Wires() {}

    /** A record as one line of a zone file, with single spaces. */
    public static String line(Record record) {
        if (record instanceof AAAARecord ipv6) {
            return "%s %d IN AAAA %s".formatted(record.getName(), record.getTTL(), IpLiteral.format(ipv6.getAddress()));
        }
        return record.toString().replaceAll("[ \t]+", " ");
    }

    /** Records as lines. */
    public static List<String> lines(List<Record> records) {
        return records.stream().map(Wires::line).toList();
    }

    /** The addresses among records. */
    public static List<String> addresses(List<Record> records) {
        List<String> addresses = new ArrayList<>();
        for (Record found : records) {
            if (found instanceof ARecord ipv4) {
                addresses.add(IpLiteral.format(ipv4.getAddress()));
            } else if (found instanceof AAAARecord ipv6) {
                addresses.add(IpLiteral.format(ipv6.getAddress()));
            }
        }
        return List.copyOf(addresses);
    }

    /** The records of a section, none if this is no message. */
    public static List<String> lines(byte[] wire, int section) {
        try {
            return lines(new Message(wire).getSection(section));
        } catch (IOException | RuntimeException e) {
            return List.of(); // dnsjava announces some broken rdata with unchecked exceptions
        }
    }

    /** The whole message, as dig would show it. */
    public static String text(byte[] wire) {
        try {
            return new Message(wire) + "\n";
        } catch (IOException | RuntimeException e) {
            return wire.length + " octets that are no DNS message\n";
        }
    }
}
