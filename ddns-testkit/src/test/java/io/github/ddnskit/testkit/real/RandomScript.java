package io.github.ddnskit.testkit.real;

import io.github.ddnskit.peers.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Updates for a zone with {@link UpdateScript#RECORDS}, the same whenever it is made with the same seed. Names, types and
 * data are few, so that updates meet each other: at the apex, at aliases, delegations, wildcards and empty non-terminals.
 *
 * @param zone the zone
 * @param messages commands for {@code nsupdate}, for one message each
 */
record RandomScript(String zone, List<List<String>> messages) {

    private static final List<String> NAMES = List.of(
            "",
            "www.",
            "multi.",
            "alias.",
            "text.",
            "mail.",
            "*.wild.",
            "x.wild.",
            "empty.",
            "deep.empty.",
            "child.",
            "ns.child.",
            "x.child.",
            "ns1.",
            "ns2.",
            "new.",
            "New.",
            "x.new.",
            "*.");

    private static final List<String> DATA = List.of(
            "A 192.0.2.1",
            "A 192.0.2.1",
            "A 192.0.2.2",
            "A 192.0.2.9",
            "AAAA 2001:db8::1",
            "AAAA 2001:db8::2",
            "CNAME www.ZONE.",
            "CNAME new.ZONE.",
            "CNAME WWW.ZONE.",
            "NS ns1.ZONE.",
            "NS ns2.ZONE.",
            "NS ns.child.ZONE.",
            "MX 10 www.ZONE.",
            "MX 20 mail.ZONE.",
            "TXT \"kept\"",
            "TXT \"other\" \"words\"",
            "SRV 1 2 443 www.ZONE.",
            "PTR www.ZONE.",
            "DNAME new.ZONE.",
            "DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000001",
            "CAA 0 issue \"ca.example\"",
            "SOA ns1.ZONE. hostmaster.ZONE. 5 3600 600 86400 60",
            "SOA ns2.ZONE. hostmaster.ZONE. 4000000000 3600 600 86400 60",
            "SSHFP 1 1 0000000000000000000000000000000000000001");

    private static final List<String> TTLS = List.of("60", "300", "3600");

    private static final Pattern STATUS = Pattern.compile("opcode: UPDATE, status: (\\w+)");

    /**
     * Makes a script.
     *
     * @param leftOut commands that the server is known not to stand
     */
    static RandomScript of(long seed, String zone, int messages, Predicate<String> leftOut) {
        Random random = new Random(seed);
        return new RandomScript(
                zone,
                IntStream.range(0, messages)
                        .mapToObj(i -> message(random, zone, leftOut))
                        .toList());
    }

    /** Sends everything to a server, and gives the code of each reply. */
    List<String> run(int port) {
        StringBuilder input = new StringBuilder("check-names no\nserver 127.0.0.1 " + port + "\nzone " + zone + ".\n");
        messages.forEach(message -> input.append(String.join("\n", message)).append("\nsend\nanswer\n"));
        Tool run = Tool.runWith(input.toString(), "nsupdate", "-v");
        List<String> codes = STATUS.matcher(run.stdout())
                .results()
                .map(MatchResult::group)
                .map(text -> text.substring(text.lastIndexOf(' ') + 1))
                .toList();
        if (codes.size() != messages.size()) {
            throw new IllegalStateException(messages.size() + " messages, but " + run);
        }
        return codes;
    }

    private static List<String> message(Random random, String zone, Predicate<String> leftOut) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            lines.add(prerequisite(random).replace("ZONE", zone));
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            lines.add(Stream.generate(() -> change(random))
                    .filter(leftOut.negate())
                    .findFirst()
                    .orElseThrow()
                    .replace("ZONE", zone));
        }
        return lines;
    }

    private static String prerequisite(Random random) {
        String name = name(random);
        String data = pick(random, DATA);
        String type = data.substring(0, data.indexOf(' '));
        return switch (random.nextInt(5)) {
            case 0 -> "prereq yxdomain " + name;
            case 1 -> "prereq nxdomain " + name;
            case 2 -> "prereq yxrrset " + name + " " + type;
            case 3 -> "prereq nxrrset " + name + " " + type;
            default -> "prereq yxrrset " + name + " " + data;
        };
    }

    private static String change(Random random) {
        String name = name(random);
        String data = pick(random, DATA);
        String type = data.substring(0, data.indexOf(' '));
        return switch (random.nextInt(9)) {
            case 0 -> "update delete " + name;
            case 1, 2 -> "update delete " + name + " " + type;
            case 3 -> "update delete " + name + " " + data;
            default -> "update add " + name + " " + pick(random, TTLS) + " " + data;
        };
    }

    private static String name(Random random) {
        return random.nextInt(60) == 0 ? "www.elsewhere.test." : pick(random, NAMES) + "ZONE.";
    }

    private static String pick(Random random, List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
