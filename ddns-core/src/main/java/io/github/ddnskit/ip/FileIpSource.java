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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Gives the addresses that stand in a file, one on a line and nothing else. Thread-safe.
 *
 * <p>A file without a line of one family says that there is none; an empty or missing file, or one with anything else in
 * it or longer than 1 KiB, says nothing. Whoever writes the file should move a new one into place.
 */
public final class FileIpSource implements IpSource {

    private final Path file;

    private FileIpSource(Path file) {
        this.file = file;
    }

    /**
     * A source that reads this file each time it is asked.
     *
     * @param file the file
     * @return the source
     */
    public static FileIpSource of(Path file) {
        return new FileIpSource(file);
    }

    /** {@return a signal that hints when this file was written or replaced} */
    public FileSignal changes() {
        return FileSignal.of(file);
    }

    @Override
    public SourceId id() {
        return new SourceId("file", file.toString());
    }

    @Override
    public Vantage vantage() {
        return Vantage.DECLARED;
    }

    @Override
    public Observation observe(Query query) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(AddressLines.CAP + 1);
            if (bytes.length > AddressLines.CAP) {
                return Observation.unknown("the file " + file + " is longer than " + AddressLines.CAP + " bytes");
            }
            return AddressLines.read(
                    new String(bytes, StandardCharsets.UTF_8),
                    "the file " + file,
                    query,
                    Provenance.ofThisDevice(id(), vantage()));
        } catch (NoSuchFileException e) {
            return Observation.unknown("there is no file " + file);
        } catch (IOException e) {
            return Observation.unknown(
                    "the file " + file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
