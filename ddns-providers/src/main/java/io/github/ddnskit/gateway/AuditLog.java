package io.github.ddnskit.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnskit.ip.IpLiteral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;

/**
 * Writes down who set what from where: a JSON object on a line for each event, in a file that only its owner may read. It
 * holds no secret. The file may be moved away at any time; the next event opens a new one. Thread-safe.
 */
public final class AuditLog implements GatewayListener, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

    private final Path file;
    private boolean complained;

    private AuditLog(Path file) {
        this.file = file;
    }

    /**
     * A log in this file.
     *
     * @param file the file, to which is appended
     * @return the log
     * @throws IOException if nothing can be written there
     */
    public static AuditLog at(Path file) throws IOException {
        AuditLog log = new AuditLog(file.toAbsolutePath());
        log.append("");
        return log;
    }

    /**
     * Writes the event down; what cannot be written is said in the program's log once. What is turned away with an HTTP
     * status alone, as floods are, is left out: it would fill the disk.
     */
    @Override
    public synchronized void on(GatewayEvent event) {
        if (event instanceof GatewayEvent.Refused refused && refused.code().startsWith("HTTP ")) {
            return;
        }
        try {
            append(line(event) + "\n");
            complained = false;
        } catch (IOException | UncheckedIOException e) {
            if (!complained) {
                LOG.log(System.Logger.Level.WARNING, "the audit log cannot be written: {0}", e.getMessage());
                complained = true;
            }
        }
    }

    /** Does nothing: nothing is open between two events. */
    @Override
    public void close() {}

    static String line(GatewayEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", event.at().toString());
        json.put("event", event.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (event instanceof GatewayEvent.Updated updated) {
            json.put("host", updated.host().ascii());
            json.put("account", updated.account());
            json.put("source", IpLiteral.format(updated.source()));
            ArrayNode addresses = json.putArray("addresses");
            updated.addresses().stream().map(IpLiteral::format).sorted().forEach(addresses::add);
            json.put("changed", updated.isChanged());
        } else if (event instanceof GatewayEvent.Failed failed) {
            json.put("host", failed.host().ascii());
            json.put("account", failed.account());
            json.put("source", IpLiteral.format(failed.source()));
            json.put("detail", failed.detail());
        } else if (event instanceof GatewayEvent.Refused refused) {
            json.put("source", IpLiteral.format(refused.source()));
            json.put("account", refused.account());
            json.put("code", refused.code());
            json.put("detail", refused.detail());
        } else {
            json.put("detail", event.toString());
        }
        return json.toString();
    }

    private void append(String text) throws IOException {
        Path folder = file.getParent();
        boolean posix = folder != null && Files.getFileStore(folder).supportsFileAttributeView("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                ownerOnly)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
