package io.github.ddnskit.internal;

import org.jetbrains.lincheck.Lincheck;

/**
 * Lets Lincheck switch between the threads of a small program at every access to what they share, in thousands of orders one
 * after another, and not at those instants only at which a scheduler happens to. {@code -Dddnskit.interleavings=N} tries more
 * of them.
 */
public final class Interleavings {

    private static final int ORDERS = Integer.getInteger("ddnskit.interleavings", 1000);

    private Interleavings() {}

    /** Runs a program in many orders; it throws if something is not as it should be. */
    public static void explore(Runnable program) {
        Lincheck.runConcurrentTest(ORDERS, program);
    }

    /** Runs one thing in a thread of its own while another runs here, and waits for both. */
    public static void atOnce(Runnable there, Runnable here) {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                there.run();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        thread.start();
        here.run();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thrown[0] != null) {
            throw new AssertionError(thrown[0]);
        }
    }

    /** AssertJ does too much for a program that is run a thousand times step by step. */
    public static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError("it does not hold that " + what);
        }
    }
}
