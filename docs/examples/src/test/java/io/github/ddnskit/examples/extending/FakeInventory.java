package io.github.ddnskit.examples.extending;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** An inventory in memory, which holds one host. */
final class FakeInventory implements Inventory {

    static final Hostname HOST = Hostname.of("home.example.org");

    private final Map<AddressFamily, Set<InetAddress>> records = new HashMap<>();
    private String token;
    int writes;
    boolean broken;

    FakeInventory(Secret token) {
        this.token = token.reveal();
    }

    void changeToken() {
        token += "-new";
    }

    synchronized Set<InetAddress> published(AddressFamily family) {
        return records.getOrDefault(family, Set.of());
    }

    @Override
    public synchronized Set<InetAddress> read(String given, Hostname host, AddressFamily family) throws IOException {
        if (broken) {
            throw new IOException("down for repair; you sent " + given);
        }
        if (!given.equals(token)) {
            throw new SecurityException(given);
        }
        if (!host.equals(HOST)) {
            throw new IOException("no such host");
        }
        return records.getOrDefault(family, Set.of());
    }

    @Override
    public synchronized void write(String given, Hostname host, AddressFamily family, Set<InetAddress> addresses)
            throws IOException {
        read(given, host, family);
        writes++;
        records.put(family, addresses);
    }
}
