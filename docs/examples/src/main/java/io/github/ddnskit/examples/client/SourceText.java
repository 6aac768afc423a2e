package io.github.ddnskit.examples.client;

import io.github.ddnskit.ip.CommandIpSource;
import io.github.ddnskit.ip.FileIpSource;
import io.github.ddnskit.ip.FixedIpSource;
import io.github.ddnskit.ip.InterfaceIpSource;
import io.github.ddnskit.spi.IpSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads an address source as it stands on a command line, such as {@code interface:eth0}. */
final class SourceText {

    private SourceText() {}

    /**
     * Reads a source.
     *
     * @throws IllegalArgumentException if it is none; the message says what would be one
     */
    static IpSource parse(String text) {
        int colon = text.indexOf(':');
        String type = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        if (rest.isEmpty() && !text.equals("interface")) {
            throw unknown(text);
        }
        try {
            return switch (type) {
                case "interface" -> rest.isEmpty() ? InterfaceIpSource.any() : InterfaceIpSource.of(rest);
                case "file" -> FileIpSource.of(Path.of(rest));
                case "fixed" -> FixedIpSource.of(rest.split(",", -1));
                case "command" -> CommandIpSource.of(rest.strip().split(" +", -1));
                default -> throw unknown(text);
            };
        } catch (InvalidPathException e) {
            throw unknown(text);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("\"" + text + "\" is not a source: write interface, interface:eth0,"
                + " file:PATH, fixed:192.0.2.1 or \"command:PROGRAM ARGUMENTS\"");
    }
}
