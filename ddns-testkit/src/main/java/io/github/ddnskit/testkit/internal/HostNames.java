package io.github.ddnskit.testkit.internal;

import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Where a name must be one of a host (RFC 952, RFC 1123 section 2.1); BIND refuses others in a primary zone. */
final class HostNames {

    private HostNames() {}

    static boolean fit(Record record) {
        return ownerFits(record) && targetFits(record);
    }

    private static boolean ownerFits(Record record) {
        return switch (record.getType()) {
            case Type.A, Type.AAAA, Type.MX ->
                isHost(record.getName(), record.getName().isWild() ? 1 : 0);
            default -> true;
        };
    }

    private static boolean targetFits(Record record) {
        if (record instanceof NSRecord ns) {
            return isHost(ns.getTarget(), 0);
        }
        if (record instanceof MXRecord mx) {
            return isHost(mx.getTarget(), 0);
        }
        if (record instanceof SRVRecord srv) {
            return isHost(srv.getTarget(), 0);
        }
        if (record instanceof SOARecord soa) {
            // of a mailbox the first label is the user, who may be called anything
            return isHost(soa.getHost(), 0) && isHost(soa.getAdmin(), 1);
        }
        return true;
    }

    private static boolean isHost(Name name, int skip) {
        for (int i = skip; i < name.labels() - 1; i++) {
            byte[] label = name.getLabel(i);
            for (int k = 1; k < label.length; k++) {
                boolean inside = k > 1 && k < label.length - 1;
                if (!isLetterOrDigit(label[k]) && !(inside && label[k] == '-')) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(byte octet) {
        int lower = octet | 0x20;
        return (lower >= 'a' && lower <= 'z') || (octet >= '0' && octet <= '9');
    }
}
