package io.github.ddnskit.examples.extending;

import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.Descriptor;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.spi.Field;
import io.github.ddnskit.spi.Settings;
import io.github.ddnskit.spi.UpdaterFactory;
import java.util.List;

/** Makes updaters of the inventory for configurations. */
public final class InventoryFactory implements UpdaterFactory {

    /** For the service loader. */
    public InventoryFactory() {}

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "inventory",
                "Our inventory",
                "https://inventory.example.org/",
                List.of(Field.required("token", Field.Kind.SECRET, "Token", "The token of this site.")));
    }

    @Override
    public DnsUpdater create(Settings settings) {
        Secret token = Settings.required(settings.secret("token"));
        return new InventoryUpdater(new FakeInventory(token), token);
    }
}
