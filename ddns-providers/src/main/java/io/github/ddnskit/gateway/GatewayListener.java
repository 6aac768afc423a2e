package io.github.ddnskit.gateway;

/** Is told what happens at a gateway. */
@FunctionalInterface
public interface GatewayListener {

    /**
     * Takes an event. Called from several threads, one event at a time, before the request that it tells of is answered, so
     * hand long work to a thread of your own. What it throws is logged and otherwise ignored.
     *
     * @param event what happened
     */
    void on(GatewayEvent event);
}
