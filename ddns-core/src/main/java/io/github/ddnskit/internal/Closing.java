package io.github.ddnskit.internal;

/** Closes parts of which one must not keep the next from being closed. */
final class Closing {

    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private Closing() {}

    /** Closes a part; if that fails, only the log says so. */
    static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "{0} failed to close: {1}", part.getClass(), e.getClass());
        }
    }
}
