package io.github.ddnskit.internal;

import io.github.ddnskit.ip.FileIpSource;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.IpSourceFactory;
import io.github.ddnskit.spi.Settings;
import java.util.List;

/** Makes {@link FileIpSource} from settings. */
public final class FileIpSourceFactory implements IpSourceFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "file",
            "File",
            "https://github.com/ddnskit/ddnskit",
            List.of(Field.required(
                    "path", Field.Kind.PATH, "File", "a file with one address on a line and nothing else")));

    /** Creates the factory; {@link java.util.ServiceLoader} calls this. */
    public FileIpSourceFactory() {}

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public IpSource create(Settings settings) {
        return FileIpSource.of(Settings.required(settings.path("path")));
    }
}
