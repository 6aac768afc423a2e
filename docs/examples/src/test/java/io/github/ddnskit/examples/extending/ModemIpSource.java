package io.github.ddnskit.examples.extending;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.IpSource;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.spi.Provenance;
import io.github.ddnskit.spi.Query;
import io.github.ddnskit.spi.SourceId;
import io.github.ddnskit.spi.Vantage;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Callable;

/** Asks a modem through the library of its vendor. */
final class ModemIpSource implements IpSource {

    private final SourceId id = new SourceId("modem", "");
    private final Callable<String> modem;

    ModemIpSource(Callable<String> modem) {
        this.modem = modem;
    }

    @Override
    public SourceId id() {
        return id;
    }

    @Override
    public Vantage vantage() {
        return Vantage.GATEWAY;
    }

    @Override
    public Observation observe(Query query) throws InterruptedException {
        try {
            InetAddress address = IpLiteral.parse(modem.call());
            return AddressFamily.of(address) == query.family()
                    ? Observation.found(List.of(address), new Provenance(id, vantage(), "the modem", false))
                    : Observation.unknown("the modem tells an address of the other family only");
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Observation.unknown(
                    "the modem does not answer: " + e.getClass().getSimpleName());
        }
    }
}
