package io.github.ddnskit.testkit;

import io.github.ddnskit.event.DdnsEvent;
import io.github.ddnskit.event.DdnsListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event for a test to read. Thread-safe. */
public final class RecordingListener implements DdnsListener {

    private final List<DdnsEvent> events = new CopyOnWriteArrayList<>();

    private RecordingListener() {}

    /** {@return a listener that has heard nothing yet} */
    public static RecordingListener create() {
        return new RecordingListener();
    }

    @Override
    public void on(DdnsEvent event) {
        events.add(event);
    }

    /** {@return all events, in their order} */
    public List<DdnsEvent> events() {
        return List.copyOf(events);
    }

    /**
     * The events of one type.
     *
     * @param <E> the type
     * @param type the type
     * @return the events, in their order
     */
    public <E extends DdnsEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Forgets all events. */
    public void clear() {
        events.clear();
    }
}
