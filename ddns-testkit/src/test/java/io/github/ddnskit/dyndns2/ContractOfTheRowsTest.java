package io.github.ddnskit.dyndns2;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ddnskit.testkit.contract.DnsUpdaterContract;
import io.github.ddnskit.testkit.contract.DnsUpdaterFixture;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every living row keeps the contract. They share two servers, one engine and its connections. */
@ParameterizedClass
@MethodSource("rows")
class ContractOfTheRowsTest extends DnsUpdaterContract {

    private static final Lab LAB = new Lab();

    private final Dialect row;

    ContractOfTheRowsTest(Dialect row) {
        this.row = row;
    }

    static List<Dialect> rows() {
        return Lab.alive();
    }

    @AfterAll
    static void end() {
        LAB.close();
    }

    @Override
    protected DnsUpdaterFixture fixture() {
        assumeTrue(
                LAB.families(row).equals(row.families().style().families()),
                "the service registers where it is asked from, and this machine cannot ask over IPv6");
        return new RowFixture(LAB, row);
    }
}
