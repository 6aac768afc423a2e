package io.github.ddnskit.testkit.real;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A zone thrown together, the same whenever it is made with the same seed, and questions for it. Names and types are few,
 * so that aliases, wildcards, delegations and empty non-terminals meet each other. Only what all servers load.
 *
 * @param name its name
 * @param records lines of a zone file
 * @param questions names and types
 */
record RandomZone(String name, List<String> records, List<Question> questions) {

    /**
     * What to ask.
     *
     * @param name a domain name
     * @param type a type
     */
    record Question(String name, String type) {}

    private static final List<String> LABELS = List.of("a", "b", "c", "d");
    private static final List<String> TYPES =
            List.of("A", "AAAA", "CNAME", "NS", "MX", "TXT", "SRV", "DS", "SOA", "DNAME", "PTR", "TYPE65280");

    private static final int NAMES = 14;
    private static final int QUESTIONS = 60;

    static RandomZone of(long seed, String zone) {
        Random random = new Random(seed);
        Map<String, Set<String>> nodes = new LinkedHashMap<>();
        Set<String> cuts = new LinkedHashSet<>();
        for (int i = 0; i < NAMES; i++) {
            fill(random, owner(random), zone, nodes, cuts);
        }
        // below a delegation servers load glue only
        nodes.keySet().removeIf(name -> cuts.stream().anyMatch(cut -> name.endsWith("." + cut)));
        List<String> records = new ArrayList<>();
        nodes.forEach((name, data) -> data.forEach(one -> records.add(name + " 300 " + one)));
        for (String cut : cuts) {
            records.add("ns." + cut + " 300 A 192.0.2.53");
            records.add("ns." + cut + " 300 AAAA 2001:db8::53");
        }
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            String name = random.nextInt(12) == 0 ? "" : asked(random, nodes) + ".";
            questions.add(new Question(name + zone, TYPES.get(random.nextInt(TYPES.size()))));
        }
        return new RandomZone(zone, records, questions);
    }

    private static void fill(
            Random random, String owner, String zone, Map<String, Set<String>> nodes, Set<String> cuts) {
        if (nodes.containsKey(owner)) {
            return;
        }
        Set<String> data = new LinkedHashSet<>();
        switch (random.nextInt(10)) {
            case 0, 1 -> data.add("CNAME " + target(random, zone));
            case 2 -> {
                if (!owner.contains("*")) {
                    cuts.add(owner);
                    data.add("NS ns." + owner + "." + zone + ".");
                    data.add("NS " + target(random, zone));
                    if (random.nextBoolean()) {
                        data.add("DS 1 8 2 0000000000000000000000000000000000000000000000000000000000000001");
                    }
                } else {
                    data.add("TXT \"wild\"");
                }
            }
            default -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    data.add(datum(random, zone));
                }
            }
        }
        nodes.put(owner, data);
    }

    private static String datum(Random random, String zone) {
        return switch (random.nextInt(6)) {
            case 0 -> "A 192.0.2." + random.nextInt(4);
            case 1 -> "AAAA 2001:db8::" + random.nextInt(4);
            case 2 -> "MX 10 " + target(random, zone);
            case 3 -> "SRV 1 2 443 " + target(random, zone);
            case 4 -> "PTR " + target(random, zone);
            default -> "TXT \"" + random.nextInt(4) + "\"";
        };
    }

    private static String owner(Random random) {
        StringBuilder name = new StringBuilder(random.nextInt(4) == 0 ? "*." : "");
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append(label(random)).append('.');
        }
        return name.append(label(random)).toString();
    }

    private static String asked(Random random, Map<String, Set<String>> nodes) {
        List<String> known = List.copyOf(nodes.keySet());
        String name = random.nextInt(3) == 0 ? owner(random) : known.get(random.nextInt(known.size()));
        return switch (random.nextInt(4)) {
            case 0 -> label(random) + "." + name.replace("*.", "");
            case 1 -> name.replace("*", label(random));
            default -> name;
        };
    }

    private static String target(Random random, String zone) {
        return random.nextInt(6) == 0 ? "www.elsewhere.test." : owner(random).replace("*.", "") + "." + zone + ".";
    }

    private static String label(Random random) {
        return LABELS.get(random.nextInt(LABELS.size()));
    }
}
