package io.github.ddnskit.jp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what no interrupt ends, such as the resolution of a name or a read from a socket, on a thread of its own, so that
 * a deadline and an interrupt end the wait for it. Stateless and thread-safe.
 */
final class Bounded {

    /** Something that blocks. */
    @FunctionalInterface
    interface Task<T> {
        T run() throws IOException;
    }

    private Bounded() {}

    /**
     * Runs a task.
     *
     * @param timeout how long to wait for it
     * @param task the task
     * @param abandon frees it once nobody waits for it any more, such as by closing its socket
     * @throws SocketTimeoutException if the time is over
     * @throws InterruptedException if the calling thread was interrupted
     */
    static <T> T call(Duration timeout, Task<T> task, Runnable abandon) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(task.run());
                    } catch (IOException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                "ddnskit-line");
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon.run();
            throw new SocketTimeoutException("not within " + timeout);
        } catch (InterruptedException e) {
            abandon.run();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
