package io.github.ddnskit.examples.client;

import io.github.ddnskit.config.ConfigException;
import io.github.ddnskit.config.DdnsConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the commands that publish take: the configuration that says what and where. */
final class ConfigOption {

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration, in JSON.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    /** The file. */
    Path file() {
        return file;
    }

    /** Reads the file. */
    DdnsConfig read() throws ConfigException {
        return DdnsConfig.read(file);
    }
}
