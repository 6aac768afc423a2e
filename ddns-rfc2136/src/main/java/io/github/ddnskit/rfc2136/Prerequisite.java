package io.github.ddnskit.rfc2136;

import io.github.ddnskit.rfc2136.internal.ZoneText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must be so for a transaction to be carried out (RFC 2136 section 2.4). Immutable and thread-safe.
 *
 * <p>Names and types are spelled as in {@link ResourceRecord}. Their texts are lines of nsupdate.
 */
public sealed interface Prerequisite {

    /** {@return the name that it is about} */
    String name();

    /**
     * There is a record of any type at the name (section 2.4.4). A name that only has others below it is not in use, and
     * neither is one that only a wildcard covers.
     *
     * @param name the name
     */
    record NameInUse(String name) implements Prerequisite {
        /**
         * Checks the component.
         *
         * @param name the name
         * @throws IllegalArgumentException if it is not a domain name
         */
        public NameInUse {
            name = ZoneText.name(name);
        }

        @Override
        public String toString() {
            return "prereq yxdomain " + name;
        }
    }

    /**
     * There is no record at the name (section 2.4.5).
     *
     * @param name the name
     */
    record NameNotInUse(String name) implements Prerequisite {
        /**
         * Checks the component.
         *
         * @param name the name
         * @throws IllegalArgumentException if it is not a domain name
         */
        public NameNotInUse {
            name = ZoneText.name(name);
        }

        @Override
        public String toString() {
            return "prereq nxdomain " + name;
        }
    }

    /**
     * There is a record of a type at the name, whatever its data (section 2.4.1).
     *
     * @param name the name
     * @param type the type
     */
    record RrsetExists(String name, String type) implements Prerequisite {
        /**
         * Checks the components.
         *
         * @param name the name
         * @param type the type
         * @throws IllegalArgumentException if one of them is none
         */
        public RrsetExists {
            name = ZoneText.name(name);
            type = ZoneText.type(type);
        }

        @Override
        public String toString() {
            return "prereq yxrrset " + name + " " + type;
        }
    }

    /**
     * The records of a type at the name are these and no others, whatever their TTL (section 2.4.2).
     *
     * @param name the name
     * @param type the type
     * @param rdata the data of each record, each once
     */
    record RrsetIs(String name, String type, Set<String> rdata) implements Prerequisite {
        /**
         * Checks the components.
         *
         * @param name the name
         * @param type the type
         * @param rdata the data of each record; what is there twice is taken once
         * @throws IllegalArgumentException if there is no data, or one of them is not what it must be
         */
        public RrsetIs {
            name = ZoneText.name(name);
            type = ZoneText.type(type);
            if (rdata.isEmpty()) {
                throw new IllegalArgumentException(
                        "the records of type " + type + " at " + name + " cannot be none: require that there are none");
            }
            rdata = Collections.unmodifiableSet(different(type, rdata));
        }

        /** {@return one line for each record} */
        @Override
        public String toString() {
            List<String> lines = new ArrayList<>();
            rdata.forEach(data -> lines.add("prereq yxrrset " + name + " " + type + " " + data));
            return String.join("\n", lines);
        }

        /** Servers differ in what they make of data that is there twice. */
        private static Set<String> different(String type, Set<String> rdata) {
            Set<String> different = new LinkedHashSet<>();
            for (String text : rdata) {
                String data = ZoneText.rdata(type, text);
                if (different.stream().noneMatch(other -> ZoneText.isSame(type, data, other))) {
                    different.add(data);
                }
            }
            return different;
        }
    }

    /**
     * There is no record of a type at the name (section 2.4.3).
     *
     * @param name the name
     * @param type the type
     */
    record RrsetAbsent(String name, String type) implements Prerequisite {
        /**
         * Checks the components.
         *
         * @param name the name
         * @param type the type
         * @throws IllegalArgumentException if one of them is none
         */
        public RrsetAbsent {
            name = ZoneText.name(name);
            type = ZoneText.type(type);
        }

        @Override
        public String toString() {
            return "prereq nxrrset " + name + " " + type;
        }
    }
}
