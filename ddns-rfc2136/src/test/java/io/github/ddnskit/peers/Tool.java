package io.github.ddnskit.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of a DNS tool such as {@code dig}, {@code kdig}, {@code nsupdate} or {@code knsupdate}.
 *
 * @param exitCode what it returned
 * @param stdout what it printed
 * @param stderr what it complained about
 */
public record Tool(int exitCode, String stdout, String stderr) {

    private static final long PATIENCE_SECONDS = 120;

    /**
     * Runs a tool that reads nothing.
     *
     * @param program its name
     * @param arguments its arguments
     * @return what came of it
     */
    public static Tool run(String program, String... arguments) {
        return runWith("", program, arguments);
    }

    /**
     * Runs a tool with a script.
     *
     * @param stdin what it reads, such as a script of {@code nsupdate}
     * @param program its name
     * @param arguments its arguments
     * @return what came of it
     */
    public static Tool runWith(String stdin, String program, String... arguments) {
        return runIn(Map.of(), stdin, program, List.of(arguments));
    }

    /**
     * Runs a tool with a script, in an environment.
     *
     * @param environment variables to add
     * @param stdin what it reads
     * @param program its name
     * @param arguments its arguments
     * @return what came of it
     */
    public static Tool runIn(Map<String, String> environment, String stdin, String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Peers.require(program).toString());
        command.addAll(arguments);
        try {
            // Files rather than pipes: no pipe fills up while nobody reads it.
            Path folder = Files.createTempDirectory("ddnskit-tool");
            Path in = Files.writeString(folder.resolve("in"), stdin);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                try {
                    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                        throw new IllegalStateException(program + " did not end within " + PATIENCE_SECONDS + " s");
                    }
                } finally {
                    process.destroyForcibly();
                }
                return new Tool(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                for (Path file : List.of(in, out, err, folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(program + " was interrupted", e);
        }
    }
}
