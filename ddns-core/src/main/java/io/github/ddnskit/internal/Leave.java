package io.github.ddnskit.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Lets the lanes of a client that ends remove what they published, all at once and for a while. */
final class Leave {

    private Leave() {}

    static void with(List<Lane> lanes, ThreadFactory makesThreads, Duration patience) {
        List<Thread> threads = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.job().retire().isDone()) {
                Thread thread = makesThreads.newThread(lane::leave);
                thread.setName("ddnskit-leave");
                thread.start();
                threads.add(thread);
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
    }
}
