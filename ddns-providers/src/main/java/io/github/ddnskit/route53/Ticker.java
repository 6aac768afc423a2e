package io.github.ddnskit.route53;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Time that passes, for whoever has to wait; a test lets it pass by hand. */
interface Ticker {

    Ticker SYSTEM = new Ticker() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(Duration wait) throws InterruptedException {
            ReentrantLock lock = new ReentrantLock();
            Condition never = lock.newCondition();
            lock.lockInterruptibly();
            try {
                long left = wait.toNanos();
                while (left > 0) {
                    left = never.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    };

    /** Only differences mean something. */
    long nanoTime();

    /** Waits that long. */
    void await(Duration wait) throws InterruptedException;
}
