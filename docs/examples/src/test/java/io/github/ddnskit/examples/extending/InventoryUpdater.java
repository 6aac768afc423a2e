package io.github.ddnskit.examples.extending;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.FailureReason;
import io.github.ddnskit.Goal;
import io.github.ddnskit.Outcome;
import io.github.ddnskit.Retry;
import io.github.ddnskit.Secret;
import io.github.ddnskit.Update;
import io.github.ddnskit.UpdateReport;
import io.github.ddnskit.spi.Capabilities;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.UpdaterIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;

/** Writes addresses into the inventory of a company. */
final class InventoryUpdater implements DnsUpdater {

    private final Inventory inventory;
    private final Secret token;

    InventoryUpdater(Inventory inventory, Secret token) {
        this.inventory = inventory;
        this.token = token;
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.standard();
    }

    @Override
    public UpdaterIdentity identity() {
        return UpdaterIdentity.of("inventory:example.org", "", token);
    }

    @Override
    public UpdateReport update(Update update) throws InterruptedException {
        return new UpdateReport(carryOut(update, AddressFamily.IPV4), carryOut(update, AddressFamily.IPV6));
    }

    private Outcome carryOut(Update update, AddressFamily family) throws InterruptedException {
        Goal goal = update.goal(family);
        if (goal instanceof Goal.Keep) {
            return Outcome.kept();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Set<InetAddress> wanted = goal instanceof Goal.Publish publish ? publish.addresses() : Set.of();
        try {
            if (inventory.read(token.reveal(), update.host(), family).equals(wanted)) {
                return new Outcome.Unchanged(wanted);
            }
            inventory.write(token.reveal(), update.host(), family, wanted);
            return Outcome.reached(goal);
        } catch (SecurityException e) {
            return Outcome.failed(FailureReason.BAD_CREDENTIALS, Retry.never(), "The token is wrong: correct it.")
                    .accountWide();
        } catch (IOException e) {
            return Outcome.failed(FailureReason.UNREACHABLE, Retry.backoff(), "The inventory cannot be asked now.");
        }
    }
}
