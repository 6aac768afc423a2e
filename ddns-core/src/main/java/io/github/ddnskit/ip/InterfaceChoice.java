package io.github.ddnskit.ip;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which interfaces to look at: all but the loopback one, one by its name, or those whose name matches a pattern. */
final class InterfaceChoice {

    static final InterfaceChoice ANY = new InterfaceChoice("", "any interface", Pattern.compile(".*"));

    private final String text;
    private final String words;
    private final Pattern names;

    private InterfaceChoice(String text, String words, Pattern names) {
        this.text = text;
        this.words = words;
        this.names = names;
    }

    static InterfaceChoice named(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("give the name of an interface, such as eth0, or use any()");
        }
        return new InterfaceChoice(name, "the interface " + name, Pattern.compile(Pattern.quote(name)));
    }

    static InterfaceChoice matching(String glob) {
        if (glob.isEmpty()) {
            throw new IllegalArgumentException("give a pattern for the names of interfaces, such as enp*");
        }
        String names = Arrays.stream(glob.split("(?<=[*?])|(?=[*?])"))
                .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
                .collect(Collectors.joining());
        return new InterfaceChoice(glob, "any interface " + glob, Pattern.compile(names));
    }

    /** Whether to look at the interface of this name. A loopback one must be called for by its name. */
    boolean includes(String name, boolean loopback) {
        return names.matcher(name).matches() && (!loopback || name.equals(text));
    }

    /** What distinguishes it: the name or pattern, or nothing. */
    String text() {
        return text;
    }

    /** The same for the middle of a sentence, such as {@code the interface eth0}. */
    String words() {
        return words;
    }

    /** What to say when there is no such interface, or none is up. */
    String missing() {
        return this == ANY ? "no interface is up" : words + " is missing or down";
    }
}
