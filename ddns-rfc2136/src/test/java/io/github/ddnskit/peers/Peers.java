package io.github.ddnskit.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Finds the programs that tests run against and what else they need, or ends the test with a plain reason. */
public final class Peers {

    /** Set to anything, it turns what is missing from a skipped test into a failed one. */
    public static final String REQUIRE = "DDNSKIT_REQUIRE_PEERS";

    private Peers() {}

    /**
     * Finds a program, on the path and where Debian keeps servers.
     *
     * @param program such as {@code named} or {@code dig}
     * @return where it is
     */
    public static Path require(String program) {
        Optional<Path> found = find(program);
        require(found.isPresent(), program + " is installed, since it runs against the real one");
        return found.orElseThrow();
    }

    /**
     * Ends the test unless the machine has what it needs.
     *
     * @param present whether it has
     * @param what what a test needs, such as {@code the machine has an IPv6 loopback}
     */
    public static void require(boolean present, String what) {
        String reason = "this test needs that " + what;
        if (!present && System.getenv(REQUIRE) != null) {
            Assertions.fail(reason + ", and " + REQUIRE + " is set");
        }
        Assumptions.assumeTrue(present, reason);
    }

    private static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Arrays.stream(path.split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin", "/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
