package io.github.ddnskit.rfc2136.internal;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.RecordOptions;
import io.github.ddnskit.Update;
import io.github.ddnskit.rfc2136.Change;
import io.github.ddnskit.rfc2136.DnsTransaction;
import io.github.ddnskit.rfc2136.Prerequisite;
import io.github.ddnskit.rfc2136.ResourceRecord;
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
 * Writes one UPDATE message (RFC 2136), which a server carries out as a whole or not at all. Not thread-safe.
 *
 * <p>An RRset is replaced by deleting it (section 2.5.2) and adding what it shall hold (section 2.5.1), which changes its
 * TTL too: Knot DNS ignores a record that is there already with another one. Before addresses are added there must be no
 * CNAME at the name (section 2.4.3): servers would ignore the addresses and call it a success (section 3.4.2.2).
 */
public final class UpdateMessage {

    private static final int MX_PREFERENCE = 10;

    private final Message message;

    UpdateMessage(Name zone) {
        this.message = Message.newUpdate(zone);
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
        UpdateMessage writer = new UpdateMessage(Names.of(zone));
        writer.update(update, ttl(update, defaultTtl));
        return writer.message();
    }

    /**
     * Writes a transaction.
     *
     * @param transaction what is required and changed
     * @param zone the zone that holds it
     * @return the message, unsigned
     */
    public static Message of(DnsTransaction transaction, String zone) {
        UpdateMessage writer = new UpdateMessage(ZoneText.parseName(zone));
        transaction.prerequisites().forEach(writer::require);
        transaction.changes().forEach(writer::change);
        return writer.message();
    }

    static long ttl(Update update, Duration defaultTtl) {
        Duration ttl = update.options().ttl();
        return (ttl == null ? defaultTtl : ttl).toSeconds();
    }

    static Record address(Name name, int dclass, long ttl, InetAddress address) {
        return AddressFamily.of(address) == AddressFamily.IPV4
                ? new ARecord(name, dclass, ttl, address)
                : new AAAARecord(name, dclass, ttl, address);
    }

    Message message() {
        return message;
    }

    /** Requires that there is a record at the name (section 2.4.4). */
    void requireInUse(Name name) {
        prerequisite(empty(name, Type.ANY, DClass.ANY));
    }

    /** Requires that there is no record at the name (section 2.4.5). */
    void requireNotInUse(Name name) {
        prerequisite(empty(name, Type.ANY, DClass.NONE));
    }

    /** Requires that there are records of the type (section 2.4.1). */
    void requireRrset(Name name, int type) {
        prerequisite(empty(name, type, DClass.ANY));
    }

    /** Requires that there are no records of the type (section 2.4.3). */
    void requireNoRrset(Name name, int type) {
        prerequisite(empty(name, type, DClass.NONE));
    }

    /** Requires that a record is one of those that make up the RRset (section 2.4.2); its TTL must be 0. */
    void requireRecord(Record record) {
        prerequisite(record);
    }

    /** Adds a record (section 2.5.1). */
    void add(Record record) {
        message.addRecord(record, Section.UPDATE);
    }

    /** Deletes the records of a type (section 2.5.2). */
    void deleteRrset(Name name, int type) {
        message.addRecord(empty(name, type, DClass.ANY), Section.UPDATE);
    }

    /** Deletes all records at a name (section 2.5.3). */
    void deleteName(Name name) {
        deleteRrset(name, Type.ANY);
    }

    /** Deletes one record (section 2.5.4); its class must be NONE and its TTL 0. */
    void deleteRecord(Record record) {
        message.addRecord(record, Section.UPDATE);
    }

    /** Writes an update for all of its names. */
    void update(Update update, long ttl) {
        addresses(Names.of(update.host()), update, ttl);
        if (update.options().wildcard()) {
            addresses(Names.of(Hostname.of("*." + update.host())), update, ttl);
        }
        mailExchanger(update, ttl);
    }

    /** Writes the goals of an update for one of its names. */
    void addresses(Name name, Update update, long ttl) {
        if (publishes(update)) {
            requireNoRrset(name, Type.CNAME);
        }
        for (AddressFamily family : AddressFamily.values()) {
            Goal goal = update.goal(family);
            if (!(goal instanceof Goal.Keep)) {
                deleteRrset(name, Type.value(family.recordType()));
            }
            if (goal instanceof Goal.Publish publish) {
                publish.addresses().forEach(address -> add(address(name, DClass.IN, ttl, address)));
            }
        }
    }

    /** Writes the mail exchanger of an update: it goes when no address is left. */
    void mailExchanger(Update update, long ttl) {
        RecordOptions options = update.options();
        Hostname exchanger = options.mailExchanger();
        boolean removes = update.ipv4() instanceof Goal.Remove && update.ipv6() instanceof Goal.Remove;
        if (exchanger != null && (publishes(update) || removes)) {
            Name name = Names.of(update.host());
            deleteRrset(name, Type.MX);
            if (!removes) {
                add(new MXRecord(name, DClass.IN, ttl, MX_PREFERENCE, Names.of(exchanger)));
            }
        }
    }

    static boolean publishes(Update update) {
        return update.ipv4() instanceof Goal.Publish || update.ipv6() instanceof Goal.Publish;
    }

    private void require(Prerequisite prerequisite) {
        Name name = ZoneText.parseName(prerequisite.name());
        if (prerequisite instanceof Prerequisite.NameInUse) {
            requireInUse(name);
        } else if (prerequisite instanceof Prerequisite.NameNotInUse) {
            requireNotInUse(name);
        } else if (prerequisite instanceof Prerequisite.RrsetExists exists) {
            requireRrset(name, Type.value(exists.type()));
        } else if (prerequisite instanceof Prerequisite.RrsetAbsent absent) {
            requireNoRrset(name, Type.value(absent.type()));
        } else if (prerequisite instanceof Prerequisite.RrsetIs is) {
            is.rdata().forEach(data -> requireRecord(ZoneText.valueOf(is.name(), is.type(), data, DClass.IN)));
        }
    }

    private void change(Change change) {
        if (change instanceof Change.Add add) {
            ResourceRecord record = add.record();
            add(ZoneText.record(record.name(), record.ttl().toSeconds(), record.type(), record.rdata()));
        } else if (change instanceof Change.DeleteRrset rrset) {
            deleteRrset(ZoneText.parseName(rrset.name()), Type.value(rrset.type()));
        } else if (change instanceof Change.DeleteName name) {
            deleteName(ZoneText.parseName(name.name()));
        } else if (change instanceof Change.DeleteRecord one) {
            deleteRecord(ZoneText.valueOf(one.name(), one.type(), one.rdata(), DClass.NONE));
        }
    }

    private void prerequisite(Record record) {
        message.addRecord(record, Section.PREREQ);
    }

    private static Record empty(Name name, int type, int dclass) {
        return Record.newRecord(name, type, dclass, 0);
    }
}
