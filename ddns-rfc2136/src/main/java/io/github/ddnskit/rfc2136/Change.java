package io.github.ddnskit.rfc2136;

import io.github.ddnskit.rfc2136.internal.ZoneText;

/**
 * One step of a transaction (RFC 2136 section 2.5). Immutable and thread-safe.
 *
 * <p>Names, types and data are spelled as in {@link ResourceRecord}. Their texts are lines of nsupdate.
 */
public sealed interface Change {

    /** {@return the name that is changed} */
    String name();

    /**
     * Adds a record (section 2.5.1). A server passes over it without a word if the name is an alias and the record is none,
     * or the other way round (section 3.4.2.2).
     *
     * @param record the record
     */
    record Add(ResourceRecord record) implements Change {
        @Override
        public String name() {
            return record.name();
        }

        @Override
        public String toString() {
            return "update add " + record.name() + " " + record.ttl().toSeconds() + " " + record.type() + " "
                    + record.rdata();
        }
    }

    /**
     * Deletes all records of a type at a name (section 2.5.2).
     *
     * @param name the name
     * @param type the type
     */
    record DeleteRrset(String name, String type) implements Change {
        /**
         * Checks the components.
         *
         * @param name the name
         * @param type the type
         * @throws IllegalArgumentException if one of them is none
         */
        public DeleteRrset {
            name = ZoneText.name(name);
            type = ZoneText.type(type);
        }

        @Override
        public String toString() {
            return "update delete " + name + " " + type;
        }
    }

    /**
     * Deletes all records of all types at a name (section 2.5.3); at the apex of a zone, all but SOA and NS.
     *
     * @param name the name
     */
    record DeleteName(String name) implements Change {
        /**
         * Checks the component.
         *
         * @param name the name
         * @throws IllegalArgumentException if it is not a domain name
         */
        public DeleteName {
            name = ZoneText.name(name);
        }

        @Override
        public String toString() {
            return "update delete " + name;
        }
    }

    /**
     * Deletes one record, whatever its TTL (section 2.5.4).
     *
     * @param name the name
     * @param type the type
     * @param rdata the data
     */
    record DeleteRecord(String name, String type, String rdata) implements Change {
        /**
         * Checks the components.
         *
         * @param name the name
         * @param type the type
         * @param rdata the data
         * @throws IllegalArgumentException if one of them is not what it must be
         */
        public DeleteRecord {
            name = ZoneText.name(name);
            type = ZoneText.type(type);
            rdata = ZoneText.rdata(type, rdata);
        }

        @Override
        public String toString() {
            return "update delete " + name + " " + type + " " + rdata;
        }
    }
}
