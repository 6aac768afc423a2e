package io.github.ddnskit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnskit.AddressFamily;
import io.github.ddnskit.DdnsClient;
import io.github.ddnskit.Goal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An address that changes ten thousand times an hour, each time to another one. */
class ManyChangesTest extends ClientInManualTime {

    private static final int CHANGES = 10_000;
    private static final Duration BETWEEN = HOUR.dividedBy(CHANGES);

    /** Six looks at once, one every ten seconds, and the regular ones. */
    private static final int MOST_REQUESTS = 6 + 360 + 12;

    /** How many changes there are in the time from one look to the next. */
    private static final int MOST_BEHIND = 30;

    @Test
    void areFollowedWithinSecondsWithARequestEveryTenSecondsAtMost() {
        try (DdnsClient client = start()) {
            int furthestBehind = 0;
            for (int change = 1; change <= CHANGES; change++) {
                ip.set(address(change));
                client.networkChanged();
                time.advance(BETWEEN);
                furthestBehind = Math.max(furthestBehind, change - published());
            }
            assertThat(furthestBehind).isLessThanOrEqualTo(MOST_BEHIND);
            assertThat(dns.updates()).hasSizeBetween(CHANGES / MOST_BEHIND, MOST_REQUESTS);
            time.advance(Duration.ofSeconds(11));
            assertThat(published()).isEqualTo(CHANGES);
            List<Integer> sent = dns.updates().stream()
                    .map(update -> number(update.ipv6().toString()))
                    .toList();
            assertThat(sent)
                    .as("never an older one after a newer one")
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(dns.updates()).allMatch(update -> update.ipv4().equals(Goal.keep()));
        }
    }

    private static String address(int number) {
        return "2001:db8::1:" + Integer.toHexString(number);
    }

    private int published() {
        String shown = dns.address(HOME, AddressFamily.IPV6);
        return shown.equals("none") ? 0 : number(shown);
    }

    /** The number of the last address in a text. */
    private static int number(String text) {
        String digits = text.substring(text.lastIndexOf(':') + 1).replaceAll("[^0-9a-f].*", "");
        return Integer.parseInt(digits, 16);
    }
}
