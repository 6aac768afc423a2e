package io.github.ddnskit.examples.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM and SIGINT into an orderly end with exit code 0. The hook belongs to this program: a library must not
 * have one.
 */
final class Termination implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onSignal, "ddns-termination");
    private volatile Runnable told = () -> {};

    /** Begins to listen for signals. */
    Termination() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Has a task run at a signal, or now if there was one already.
     *
     * @param task returns at once; may be run twice
     */
    void tell(Runnable task) {
        told = task;
        if (requested.getCount() == 0) {
            task.run();
        }
    }

    /** Waits for a signal. */
    void await() throws InterruptedException {
        requested.await();
    }

    /** Says that the orderly end is over. Without a signal the program goes on as if there had been no hook. */
    @Override
    public void close() {
        ended.countDown();
        if (requested.getCount() > 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException signalledJustNow) {
                // the hook ends the program
            }
        }
    }

    private void onSignal() {
        requested.countDown();
        told.run();
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("ddns: a request or the state file is still busy after " + PATIENCE_SECONDS
                        + " s; this program ends without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        // otherwise the JVM ends with 128 and the number of the signal
        Runtime.getRuntime().halt(Main.OK);
    }
}
