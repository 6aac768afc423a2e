package io.github.ddnskit.testkit.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The order in which PowerDNS carries out an update section: what deletes, then aliases, then what else is added, and
 * single NS records of the apex last. Used once.
 */
final class DeletesFirst {

    private final ZoneEdit edit;
    private final List<Record> aliases = new ArrayList<>();
    private final List<Record> others = new ArrayList<>();
    private final List<Record> deletions = new ArrayList<>();
    private final List<Record> servers = new ArrayList<>();

    DeletesFirst(ZoneEdit edit, List<Record> updates) {
        this.edit = edit;
        for (Record record : updates) {
            if (record.getDClass() == DClass.IN) {
                (record.getType() == Type.CNAME ? aliases : others).add(record);
            } else if (record.getDClass() == DClass.NONE
                    && record.getType() == Type.NS
                    && record.getName().equals(edit.zone().apex())) {
                servers.add(record);
            } else {
                deletions.add(record);
            }
        }
    }

    int apply() {
        Set<Name> aliased = new HashSet<>();
        aliases.forEach(record -> aliased.add(record.getName()));
        if (others.stream().anyMatch(record -> aliased.contains(record.getName()))) {
            return Rcode.FORMERR;
        }
        deletions.forEach(edit::apply);
        for (Record record : aliases) {
            if (edit.hasMoreThanCname(record.getName())) {
                return Rcode.REFUSED;
            }
            edit.apply(record);
        }
        for (Record record : others) {
            if (edit.zone().find(record.getName(), Type.CNAME) != null) {
                return Rcode.REFUSED;
            }
            edit.apply(record);
        }
        RrSet present = edit.zone().find(edit.zone().apex(), Type.NS);
        if (present != null && present.records().size() > servers.size()) {
            servers.forEach(edit::apply);
        }
        return Rcode.NOERROR;
    }
}
