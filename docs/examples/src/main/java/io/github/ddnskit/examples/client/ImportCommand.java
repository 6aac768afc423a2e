package io.github.ddnskit.examples.client;

import io.github.ddnskit.catalog.Catalog;
import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.DdnsConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ddns import}: writes the configuration of another program as one of ddnskit. */
@Command(
        name = "import",
        description = "Writes a ddclient.conf or inadyn.conf as a configuration of ddns.",
        footer = {
            "",
            "The configuration holds the passwords of the other one: --output makes a file that only its owner can read."
                    + " What cannot be carried over is said on standard error, line by line, and no password with it.",
            "Exit code: 0 every host is carried over, 1 a host is not, 2 the command line or the file is wrong."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ImportCommand implements Callable<Integer> {

    /** The programs whose files can be read. */
    enum Format {
        DDCLIENT,
        INADYN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern ENVIRONMENT = Pattern.compile("\\{\\s*\"env\"\\s*:\\s*\"\\w+\"\\s*}");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "FILE", description = "The ddclient.conf or inadyn.conf.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "PROGRAM",
            description = "Whose file it is, if its name does not say so: ${COMPLETION-CANDIDATES}.")
    private @Nullable Format format;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write the configuration. The file must not exist. Default: standard output.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        common.startLogging();
        ImportedConfig imported = read();
        PrintWriter err = spec.commandLine().getErr();
        imported.remarks().forEach(err::println);
        if (!imported.hasHosts()) {
            err.println("ddns: " + file + " holds no host that can be carried over");
            return Main.FAILED;
        }
        String json = imported.json();
        boolean complete = imported.isComplete() && check(json, err);
        write(json);
        return complete ? Main.OK : Main.FAILED;
    }

    private ImportedConfig read() {
        Format program = format();
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
            return program == Format.INADYN ? InadynImport.of(text) : DdclientImport.of(text, folder);
        } catch (ForeignFormatException e) {
            throw wrong(file + " is no file of " + program + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw wrong("there is no file " + file);
        } catch (IOException e) {
            throw wrong(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private Format format() {
        if (format != null) {
            return format;
        }
        String name = String.valueOf(file.getFileName());
        for (Format known : Format.values()) {
            if (name.contains(known.toString())) {
                return known;
            }
        }
        throw wrong("say with --format whose file " + file + " is: ddclient or inadyn");
    }

    /** Whether ddns takes what was made; its words about what it does not take hold no secret. */
    private static boolean check(String json, PrintWriter err) {
        try {
            // what stands in the environment need not be there yet
            String known = ENVIRONMENT.matcher(json).replaceAll("\"secret\"");
            DdnsConfig.parse(known, Path.of(""), Catalog.load()).close();
            return true;
        } catch (ConfigException e) {
            err.println("ddns: this has to be corrected by hand: " + e.getMessage());
            return false;
        }
    }

    private void write(String json) throws IOException {
        if (output == null) {
            spec.commandLine().getOut().print(json);
            spec.commandLine().getOut().flush();
            return;
        }
        try {
            if (output.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        output, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(output);
            }
            Files.writeString(output, json, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw wrong(output + " exists already");
        } catch (IOException e) {
            throw wrong(output + " cannot be written: " + e.getClass().getSimpleName());
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
