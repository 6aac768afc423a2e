package io.github.ddnskit.event;

/** Is told what happens. */
@FunctionalInterface
public interface DdnsListener {

    /**
     * Takes an event. Called from the client's threads, one event at a time, after the state it tells of was saved. The
     * client waits for it, so hand long work to a thread of your own. What it throws is logged and otherwise ignored.
     *
     * @param event what happened
     */
    void on(DdnsEvent event);
}
