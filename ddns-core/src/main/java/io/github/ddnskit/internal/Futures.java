package io.github.ddnskit.internal;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What is done once something else is. */
final class Futures {

    private Futures() {}

    static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }

    static void then(CompletableFuture<Void> future, Runnable next) {
        CompletableFuture<Void> unused = future.thenRun(next);
    }
}
