package io.github.ddnskit.testkit.real;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What a personality answers otherwise than its server does, and why that was left so. */
final class QueryDifferences {

    private QueryDifferences() {}

    /** Whether it is known that the replies differ like that. */
    static boolean explain(RealServer server, Message real, Message fake) {
        return switch (server) {
            case BIND -> failsInLoop(real, fake);
            case KNOT -> repeatsLoop(real, fake);
            case POWERDNS -> false;
        };
    }

    /** Where wildcards make names aliases of each other, BIND says SERVFAIL, with the aliases; such zones are nobody's. */
    private static boolean failsInLoop(Message real, Message fake) {
        List<Record> theirs = real.getSection(Section.ANSWER);
        List<Record> ours = fake.getSection(Section.ANSWER);
        return real.getRcode() == Rcode.SERVFAIL && new HashSet<>(theirs).equals(new HashSet<>(ours)) && isLoop(ours);
    }

    /** There Knot DNS gives the alias twice; a message has no record twice. */
    private static boolean repeatsLoop(Message real, Message fake) {
        List<Record> theirs = real.getSection(Section.ANSWER);
        List<Record> ours = fake.getSection(Section.ANSWER);
        return theirs.size() == ours.size() + 1 && new HashSet<>(theirs).equals(new HashSet<>(ours)) && isLoop(ours);
    }

    /** Whether these are aliases of each other only. */
    private static boolean isLoop(List<Record> answers) {
        Set<Name> owners = answers.stream().map(Record::getName).collect(Collectors.toSet());
        return answers.stream()
                .allMatch(record -> record instanceof CNAMERecord alias && owners.contains(alias.getTarget()));
    }
}
