package io.github.ddnskit.route53;

/** One element of a change batch. There is no UPSERT here: it would overwrite what nobody has looked at. */
record Change(Action action, RecordSet records) {

    enum Action {
        CREATE,
        DELETE
    }

    static Change create(RecordSet records) {
        return new Change(Action.CREATE, records);
    }

    static Change delete(RecordSet records) {
        return new Change(Action.DELETE, records);
    }
}
