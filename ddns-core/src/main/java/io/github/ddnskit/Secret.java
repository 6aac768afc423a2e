package io.github.ddnskit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A password, token or key that shows itself only when asked to.
 *
 * <p>{@link #toString()} is masked. A secret from the environment, a file or a supplier is read anew each time it is
 * used, so that it can be rotated without a restart. Two secrets are equal only if they are the same object, lest a
 * comparison reveals one. Thread-safe if its supplier is.
 */
public final class Secret {

    private static final System.Logger LOG = System.getLogger(Secret.class.getName());
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final String origin;
    private final Supplier<String> value;

    private Secret(String origin, Supplier<String> value) {
        this.origin = origin;
        this.value = value;
    }

    /**
     * A secret that stands in the program.
     *
     * @param value the secret itself
     * @return the secret
     * @throws IllegalArgumentException if it is empty
     */
    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret("literal", () -> value);
    }

    /**
     * A secret in an environment variable, read when it is used.
     *
     * @param variable the name of the variable
     * @return the secret
     */
    public static Secret fromEnv(String variable) {
        return new Secret("environment variable " + variable, () -> {
            String found = System.getenv(variable);
            return found == null ? "" : found;
        });
    }

    /**
     * A secret in a file, read when it is used: UTF-8, of which one line end at the end is dropped. A file that others
     * than its owner can read or write is used, with one warning in the log.
     *
     * @param file the file
     * @return the secret
     */
    public static Secret fromFile(Path file) {
        AtomicBoolean warned = new AtomicBoolean();
        return new Secret("file " + file, () -> read(file, warned));
    }

    /**
     * A secret from elsewhere, such as a vault, asked for when it is used.
     *
     * @param supplier gives the secret; its exceptions reach whoever uses the secret
     * @return the secret
     */
    public static Secret from(Supplier<String> supplier) {
        return new Secret("supplier", supplier);
    }

    /**
     * The secret in clear. Use it for the one purpose it is for, and keep it out of messages.
     *
     * @return the secret, never empty
     * @throws IllegalStateException if it cannot be read or is empty; the message says where it was looked for
     */
    public String reveal() {
        String revealed = value.get();
        if (revealed.isEmpty()) {
            throw new IllegalStateException("there is no secret in the " + origin);
        }
        return revealed;
    }

    /** {@return where the secret comes from, and not what it is} */
    @Override
    public String toString() {
        return "Secret[" + origin + ", masked]";
    }

    private static String read(Path file, AtomicBoolean warned) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            warnOnceIfOthersMayRead(file, warned);
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException e) {
            // The cause stays out: a decoding error could quote what it read.
            throw new IllegalStateException("the secret in the file " + file + " cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }

    private static void warnOnceIfOthersMayRead(Path file, AtomicBoolean warned) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(OTHERS::contains) && !warned.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the secret in {0} is open to others than its owner: chmod 600 {0}",
                    file);
        }
    }
}
