package io.github.ddnskit.simulation;

import io.github.ddnskit.spi.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * One process, from its start to its crash or regular end. Whatever the client touches passes through {@link #boundary}, so
 * that it can die between any two things that anybody else could notice.
 */
final class Life {

    private final World world;
    private int left = Integer.MAX_VALUE;
    private boolean dead;
    private boolean closed;
    private boolean aside;

    Life(World world) {
        this.world = world;
    }

    /** Lets the process die after some more calls. */
    void dieAfter(int calls) {
        left = calls;
    }

    /** Lets the process die. */
    void die() {
        dead = true;
    }

    /** The client was closed, or is being closed. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isDead() {
        return dead;
    }

    /** A moment at which the process may die; a dead one does nothing any more. */
    void boundary() {
        if (aside) {
            return; // a question to a distant source, which nobody else can notice
        }
        if (!dead && left != Integer.MAX_VALUE && --left <= 0) {
            dead = true;
        }
        if (dead) {
            throw new Crash();
        }
    }

    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("the program asks for instants alone");
            }

            @Override
            public Instant instant() {
                boundary();
                return world.clock();
            }
        };
    }

    Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public Task schedule(Duration delay, Runnable task) {
                boundary();
                return world.time.scheduler().schedule(delay, () -> {
                    if (!dead) {
                        task.run();
                    }
                });
            }

            /** A thread that is none: whoever starts it does its work, and nothing ever waits. */
            @Override
            public Thread newThread(Runnable task) {
                return new Thread(task) {
                    @Override
                    public synchronized void start() {
                        aside = true;
                        try {
                            task.run();
                        } finally {
                            aside = false;
                        }
                    }
                };
            }

            @Override
            public void close() {}
        };
    }
}
