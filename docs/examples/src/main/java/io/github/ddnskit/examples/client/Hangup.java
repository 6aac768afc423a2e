package io.github.ddnskit.examples.client;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, for which Java has no API of its own. {@code sun.misc.Signal}, in the module {@code jdk.unsupported}, is the only
 * way in, and nothing else in this program touches it. It is looked up by name: where the JVM does not have it, or the
 * system knows no such signal, the program does without.
 */
final class Hangup {

    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Hangup() {}

    /**
     * Has a task run at each SIGHUP, which ends the program otherwise.
     *
     * @param task what to run, on a thread of the JVM; it returns at once
     * @return false if the program must do without
     */
    static boolean subscribe(Runnable task) {
        try {
            Class<?> signal = Class.forName(SIGNAL);
            Class<?> handler = Class.forName(HANDLER);
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            Object ours = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == handler) {
                            task.run();
                            return null;
                        }
                        return method.invoke(task, arguments); // hashCode and the like
                    });
            var unused = signal.getMethod("handle", signal, handler).invoke(null, hangup, ours);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
            return false;
        }
    }
}
