package io.github.ddnskit.rest;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes addresses with an API of single records that have ids. A record that is there is changed rather than
 * replaced, so that it keeps what people set by hand. Thread-safe.
 */
abstract class RecordUpdater extends RrsetUpdater {

    RecordUpdater(RestBuilder<?, ?> builder, Ttls ttls) {
        super(builder, ttls);
    }

    /** The records of an RRset, none if it does not exist. */
    abstract List<Rrset.Item> list(RrsetName name) throws ApiException, InterruptedException;

    /** Adds a record, like those beside it in {@link Change#current()} if there are any. */
    abstract void create(Change change, InetAddress address) throws ApiException, InterruptedException;

    /** Gives a record this address and the TTL that was asked for, and leaves it otherwise as it is. */
    abstract void change(Change change, Rrset.Item item, InetAddress address) throws ApiException, InterruptedException;

    /** Deletes a record. */
    abstract void delete(Change change, Rrset.Item item) throws ApiException, InterruptedException;

    /** Whether what is neither address nor TTL is as the user wishes it. */
    boolean isAsWished(Rrset.Item item) {
        return true;
    }

    @Override
    final boolean isAsWished(Rrset current) {
        return current.items().stream().allMatch(this::isAsWished);
    }

    @Override
    final Optional<Rrset> read(RrsetName name) throws ApiException, InterruptedException {
        List<Rrset.Item> items = list(name);
        return items.isEmpty() ? Optional.empty() : Optional.of(Rrset.of(items));
    }

    @Override
    void write(Change change) throws ApiException, InterruptedException {
        Set<InetAddress> missing = new LinkedHashSet<>(change.addresses());
        List<Rrset.Item> spare = new ArrayList<>();
        for (Rrset.Item item : change.current() == null
                ? List.<Rrset.Item>of()
                : change.current().items()) {
            if (!missing.remove(item.address())) {
                spare.add(item);
            } else if (!hasWantedTtl(change, item) || !isAsWished(item)) {
                change(change, item, item.address());
            }
        }
        // what is missing first, so that the name never has no address
        for (InetAddress address : missing) {
            if (spare.isEmpty()) {
                create(change, address);
            } else {
                change(change, spare.remove(0), address);
            }
        }
        for (Rrset.Item item : spare) {
            delete(change, item);
        }
    }

    private static boolean hasWantedTtl(Change change, Rrset.Item item) {
        return change.wantedTtl() == null || change.wantedTtl().equals(item.ttl());
    }
}
