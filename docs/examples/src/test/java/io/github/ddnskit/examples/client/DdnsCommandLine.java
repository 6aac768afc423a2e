package io.github.ddnskit.examples.client;

import java.util.Arrays;
import picocli.CommandLine;

/** Checks command lines without running them. */
public final class DdnsCommandLine {

    private DdnsCommandLine() {}

    /**
     * Fails if the reference client would not understand a line.
     *
     * @param line such as {@code ddns ip --explain}
     */
    public static void requireUnderstood(String line) {
        String[] words = line.split(" +", -1);
        new CommandLine(new Main()).parseArgs(Arrays.copyOfRange(words, 1, words.length));
    }
}
