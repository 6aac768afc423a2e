package io.github.ddnskit.ip;

import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives the addresses that a command prints, one on a line and nothing else. Thread-safe.
 *
 * <p>The command is run without a shell, with an empty standard input and with {@code DDNS_FAMILY} set to {@code ipv4} or
 * {@code ipv6}. It must end with status 0 within the time of the query and print at most 1 KiB; otherwise it and the
 * processes it started are killed, and it has said nothing. A process that detached itself from it is not found.
 */
public final class CommandIpSource implements IpSource {

    private final List<String> command;

    private CommandIpSource(List<String> command) {
        this.command = List.copyOf(command);
    }

    /**
     * A source that runs this command each time it is asked.
     *
     * @param command the program and its arguments
     * @return the source
     * @throws IllegalArgumentException if there is no program
     */
    public static CommandIpSource of(String... command) {
        if (command.length == 0 || command[0].isEmpty()) {
            throw new IllegalArgumentException("a command needs a program to run");
        }
        return new CommandIpSource(List.of(command));
    }

    /** {@return {@code command:} and the program, without its arguments, among which may be a secret} */
    @Override
    public SourceId id() {
        return new SourceId("command", command.get(0));
    }

    @Override
    public Vantage vantage() {
        return Vantage.DECLARED;
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        String what = "the command " + command.get(0);
        long deadline = System.nanoTime() + query.timeout().toNanos();
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DDNS_FAMILY", query.family().toString());
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return Observation.unknown(what + " cannot be run: is it there, and executable?");
        }
        try {
            byte[] output = read(process.getInputStream(), deadline);
            if (output.length > AddressLines.CAP) {
                return Observation.unknown(what + " printed more than " + AddressLines.CAP + " bytes");
            }
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return tooSlow(what, query);
            }
            if (process.exitValue() != 0) {
                return Observation.unknown(what + " ended with status " + process.exitValue());
            }
            return AddressLines.read(
                    new String(output, StandardCharsets.UTF_8),
                    "the output of " + what,
                    query,
                    Provenance.ofThisDevice(id(), vantage()));
        } catch (TimeoutException e) {
            return tooSlow(what, query);
        } catch (ExecutionException e) {
            return Observation.unknown("the output of " + what + " cannot be read");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Observation tooSlow(String what, Query query) {
        return Observation.unknown(what + " took longer than " + query.timeout().toMillis() + " ms");
    }

    /** Reads on a thread of its own, since nothing else ends a read from a pipe that a detached process holds open. */
    private static byte[] read(InputStream in, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<byte[]> reading = new FutureTask<>(() -> in.readNBytes(AddressLines.CAP + 1));
        Thread reader = new Thread(reading, "ddnskit-command");
        reader.setDaemon(true);
        reader.start();
        return reading.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
}
