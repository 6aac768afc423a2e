package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Update;
import java.net.InetAddress;
import java.time.Duration;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Writes an update as one UPDATE message (RFC 2136), which a server carries out as a whole or not at all.
 *
 * <p>An RRset is replaced by deleting it (section 2.5.2) and adding what it shall hold (section 2.5.1). Before addresses
 * are added there must be no CNAME at the name (section 2.4.3): servers would ignore the addresses and call it a
 * success (section 3.4.2.2).
 */
public final class UpdateMessage {

    private static final int MX_PREFERENCE = 10;

    private final Message message;
    private final long ttl;

    private UpdateMessage(Name zone, long ttl) {
        this.message = Message.newUpdate(zone);
        this.ttl = ttl;
    }

    /**
     * Writes an update.
     *
     * @param update what the name shall look like
     * @param zone the zone that holds it
     * @param defaultTtl the time to live unless the update says otherwise
     * @return the message, unsigned
     */
    public static Message of(Update update, Hostname zone, Duration defaultTtl) {
        RecordOptions options = update.options();
        Duration ttl = options.ttl() == null ? defaultTtl : options.ttl();
        UpdateMessage writer = new UpdateMessage(Names.of(zone), ttl.toSeconds());
        Name host = Names.of(update.host());
        writer.addresses(host, update);
        if (options.wildcard()) {
            writer.addresses(Names.of(Hostname.of("*." + update.host())), update);
        }
        Hostname exchanger = options.mailExchanger();
        if (exchanger != null) {
            writer.delete(host, Type.MX);
            writer.add(new MXRecord(host, DClass.IN, writer.ttl, MX_PREFERENCE, Names.of(exchanger)));
        }
        return writer.message;
    }

    private void addresses(Name name, Update update) {
        if (update.ipv4() instanceof Goal.Publish || update.ipv6() instanceof Goal.Publish) {
            message.addRecord(Record.newRecord(name, Type.CNAME, DClass.NONE, 0), Section.PREREQ);
        }
        for (AddressFamily family : AddressFamily.values()) {
            Goal goal = update.goal(family);
            if (!(goal instanceof Goal.Keep)) {
                delete(name, Type.value(family.recordType()));
            }
            if (goal instanceof Goal.Publish publish) {
                for (InetAddress address : publish.addresses()) {
                    add(
                            family == AddressFamily.IPV4
                                    ? new ARecord(name, DClass.IN, ttl, address)
                                    : new AAAARecord(name, DClass.IN, ttl, address));
                }
            }
        }
    }

    private void delete(Name name, int type) {
        add(Record.newRecord(name, type, DClass.ANY, 0));
    }

    private void add(Record record) {
        message.addRecord(record, Section.UPDATE);
    }
}
