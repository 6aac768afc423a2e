package io.github.ddnskit.dyndns2;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.Hostname;
import io.github.ddnskit.Secret;
import io.github.ddnskit.spi.DnsUpdater;
import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import io.github.ddnskit.testkit.provider.FakeDyndns2;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("rows")
class ContractOfTheRowsTest extends DnsUpdaterContract {

    private static final Lab LAB = new Lab();

    private final Dialect row;

    ContractOfTheRowsTest(Dialect row) {
        this.row = row;
    }

    /**
     * One row of each kind. Not those that register where they are asked from: they cannot be told the addresses of the
     * contract; nor those of which the token is that of one name: they cannot tell a strange one.
     */
    static Collection<Dialect> rows() {
        Map<Object, Dialect> kinds = new LinkedHashMap<>();
        Lab.alive().stream()
                .filter(row -> !row.request().isSourceRegistered() && row.namesHost())
                .forEach(row -> kinds.putIfAbsent(kind(row), row));
        return kinds.values();
    }

    private static Object kind(Dialect row) {
        return List.of(
                row.families().style(),
                row.families().other(),
                row.families().keep().keySet(),
                row.families().remove().keySet(),
                row.request().batch() > 1,
                row.request().isForm(),
                row.request().authentication().getClass(),
                row.replies().isStandard());
    }

    @AfterAll
    static void end() {
        LAB.close();
    }

    @Override
    protected DnsUpdaterFixture fixture() {
        return new Fixture(row);
    }

    private static final class Fixture implements DnsUpdaterFixture {

        private final Dialect row;
        private final FakeDyndns2 service;
        private final Dyndns2Updater updater;

        Fixture(Dialect row) {
            this.row = row;
            service = LAB.serve(row);
            updater = LAB.updater(row).build();
        }

        @Override
        public DnsUpdater updater() {
            return updater;
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
            return List.of();
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
    }
}
