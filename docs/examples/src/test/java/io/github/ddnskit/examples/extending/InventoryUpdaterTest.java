package io.github.ddnskit.examples.extending;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** The updater keeps what the client relies on. */
final class InventoryUpdaterTest extends DnsUpdaterContract {

    @Override
    protected DnsUpdaterFixture fixture() {
        Secret token = Secret.of("t0p-secret");
        FakeInventory inventory = new FakeInventory(token);
        DnsUpdater updater = new InventoryUpdater(inventory, token);
        return new DnsUpdaterFixture() {
            @Override
            public DnsUpdater updater() {
                return updater;
            }

            @Override
            public Hostname host() {
                return FakeInventory.HOST;
            }

            @Override
            public Hostname strangeHost() {
                return Hostname.of("elsewhere.example.net");
            }

            @Override
            public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
                return inventory.published(family);
            }

            @Override
            public int changes() {
                return inventory.writes;
            }

            @Override
            public void rejectCredentials() {
                inventory.broken = false;
                inventory.changeToken();
            }

            @Override
            public void breakDown() {
                inventory.broken = true;
            }

            @Override
            public List<Secret> secrets() {
                return List.of(token);
            }

            @Override
            public void close() {}
        };
    }
}
