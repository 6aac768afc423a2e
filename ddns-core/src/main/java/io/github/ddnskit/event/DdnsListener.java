package io.github.ddnskit.event;

/** Is told what happens. */
@FunctionalInterface
public interface DdnsListener {

    /**
     * Takes an event. Called from the client's threads, or from one that calls the client, one event at a time in the order in
     * which they happened, each after the state it tells of was saved. The thread that tells waits for it, and events that come
     * meanwhile are kept until it is done, so hand long work to a thread of your own. It may call the client; what that causes
     * is told once it has returned. What it throws is logged and otherwise ignored.
     *
     * @param event what happened
     */
    void on(DdnsEvent event);
}
