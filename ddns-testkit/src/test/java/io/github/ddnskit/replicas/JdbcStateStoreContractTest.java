package io.github.ddnskit.replicas;

import io.github.ddnskit.spi.StateStore;
import io.github.ddnskit.state.JdbcStateStore;
import io.github.ddnskit.testkit.contract.StateStoreContract;
import io.github.ddnskit.testkit.contract.StateStoreFixture;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The store of PostgreSQL as every other store. */
class JdbcStateStoreContractTest extends StateStoreContract {

    @SuppressWarnings("NullAway.Init")
    private static SharedDatabase database;

    @BeforeAll
    static void startTheDatabase() throws IOException {
        database = SharedDatabase.start();
    }

    @AfterAll
    static void stopTheDatabase() {
        if (database != null) { // not if the test was skipped
            database.close();
        }
    }

    @Override
    protected StateStoreFixture fixture() {
        database.clear();
        return new StateStoreFixture() {
            @Override
            public StateStore open() {
                database.expire(); // the one before gives back its leases in a second, or not at all
                return JdbcStateStore.builder(database.pool())
                        .leaseTime(Duration.ofMinutes(10))
                        .replica("of a test")
                        .build();
            }

            @Override
            public boolean breakDown() {
                database.execute("ALTER TABLE ddnskit_record RENAME TO ddnskit_lost");
                return true;
            }

            @Override
            public void repair() {
                database.execute("ALTER TABLE ddnskit_lost RENAME TO ddnskit_record");
            }

            @Override
            public void close() {}
        };
    }
}
