package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** What the contract needs of a row: its service, which runs alone in the laboratory, and an updater for it. */
final class RowFixture implements DnsUpdaterFixture {

    private final Dialect row;
    private final FakeDyndns2 service;
    private final Dyndns2Updater updater;
    private final List<Secret> secrets;

    RowFixture(Lab lab, Dialect row) {
        this.row = row;
        lab.stopAll();
        service = lab.serveToo(row, host());
        updater = lab.updaterToo(row).build();
        secrets = lab.secrets(row);
    }

    /** Where the service registers from where it is asked, the updater runs where its addresses are. */
    @Override
    public DnsUpdater updater() {
        return row.request().isSourceRegistered() ? new AtItsAddresses(updater, service) : updater;
    }

    @Override
    public Hostname host() {
        return Lab.name(row, "home");
    }

    @Override
    public Hostname strangeHost() {
        return Lab.name(row, "strange");
    }

    @Override
    public Set<InetAddress> addresses(Hostname host, AddressFamily family) {
        return service.addresses(host, family);
    }

    @Override
    public int changes() {
        return service.exchanges().size();
    }

    @Override
    public void rejectCredentials() {
        service.rejectCredentials();
    }

    @Override
    public void breakDown() {
        service.breakDown();
    }

    @Override
    public List<Secret> secrets() {
        return secrets;
    }

    @Override
    public boolean removes() {
        boolean together = !row.families().removeBoth().isEmpty();
        return together || row.families().style().families().stream().allMatch(row::canRemove);
    }

    @Override
    public boolean keeps() {
        return row.families().unnamed(AddressFamily.IPV6) == OtherFamily.KEPT;
    }

    @Override
    public boolean looksFirst() {
        return false;
    }

    @Override
    public void close() {
        // the laboratory is shared
    }

    /** An updater on a machine that has the addresses which it publishes, so that requests come from them. */
    private record AtItsAddresses(DnsUpdater updater, FakeDyndns2 service) implements DnsUpdater {

        @Override
        public UpdateReport update(Update update) throws InterruptedException {
            for (AddressFamily family : AddressFamily.values()) {
                if (update.goal(family) instanceof Goal.Publish publish) {
                    service.callsFrom(publish.addresses().toArray(InetAddress[]::new));
                }
            }
            return updater.update(update);
        }

        @Override
        public Capabilities capabilities() {
            return updater.capabilities();
        }

        @Override
        public UpdaterIdentity identity() {
            return updater.identity();
        }

        @Override
        public void close() {
            updater.close();
        }

        @Override
        public String toString() {
            return updater.toString();
        }
    }
}
