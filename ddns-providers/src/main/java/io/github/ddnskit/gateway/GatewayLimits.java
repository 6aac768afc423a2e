package io.github.ddnskit.gateway;

import java.time.Duration;

/**
 * How much a gateway takes from one side before it says to wait. Immutable and thread-safe.
 *
 * @param perHost updates of one host
 * @param perAccount updates of all hosts of one account
 * @param perNetwork requests from one IPv4 address or IPv6 /64, of whatever kind
 * @param wrongPasswords how many of them from one network lock it out; ten times as many for one account lock that, too
 * @param firstLockout how long the first lockout lasts; each further one twice as long
 * @param longestLockout how long a lockout lasts at most
 */
public record GatewayLimits(
        Rate perHost,
        Rate perAccount,
        Rate perNetwork,
        int wrongPasswords,
        Duration firstLockout,
        Duration longestLockout) {

    private static final GatewayLimits STANDARD = new GatewayLimits(
            new Rate(10, Duration.ofMinutes(5)),
            new Rate(200, Duration.ofMinutes(5)),
            new Rate(300, Duration.ofMinutes(5)),
            5,
            Duration.ofSeconds(30),
            Duration.ofHours(1));

    /**
     * So many in so much time: as many at once, if there was quiet before.
     *
     * @param count at least 1
     * @param period a positive time
     */
    public record Rate(int count, Duration period) {
        /**
         * Checks the components.
         *
         * @param count at least 1
         * @param period a positive time
         * @throws IllegalArgumentException if one is out of range
         */
        public Rate {
            if (count < 1 || period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException(
                        "a rate is at least 1 in a positive time, not " + count + " in " + period);
            }
        }
    }

    /**
     * Checks the components.
     *
     * @param perHost updates of one host
     * @param perAccount updates of all hosts of one account
     * @param perNetwork requests from one network
     * @param wrongPasswords at least 1
     * @param firstLockout a positive time
     * @param longestLockout at least as long
     * @throws IllegalArgumentException if one is out of range
     */
    public GatewayLimits {
        if (wrongPasswords < 1 || firstLockout.isNegative() || firstLockout.isZero()) {
            throw new IllegalArgumentException("a lockout follows at least 1 wrong password, and lasts for some time");
        }
        if (longestLockout.compareTo(firstLockout) < 0) {
            throw new IllegalArgumentException("the longest lockout is not shorter than the first one");
        }
    }

    /** {@return what suits devices on the Internet: 10 updates of a host in 5 minutes, 300 requests from a network} */
    public static GatewayLimits standard() {
        return STANDARD;
    }

    /**
     * The same with another rate for hosts.
     *
     * @param rate updates of one host
     * @return a copy
     */
    public GatewayLimits withPerHost(Rate rate) {
        return new GatewayLimits(rate, perAccount, perNetwork, wrongPasswords, firstLockout, longestLockout);
    }

    /**
     * The same with another rate for accounts.
     *
     * @param rate updates of all hosts of one account
     * @return a copy
     */
    public GatewayLimits withPerAccount(Rate rate) {
        return new GatewayLimits(perHost, rate, perNetwork, wrongPasswords, firstLockout, longestLockout);
    }

    /**
     * The same with another rate for networks.
     *
     * @param rate requests from one network
     * @return a copy
     */
    public GatewayLimits withPerNetwork(Rate rate) {
        return new GatewayLimits(perHost, perAccount, rate, wrongPasswords, firstLockout, longestLockout);
    }

    /**
     * The same with other lockouts.
     *
     * @param wrong after how many wrong passwords from one network
     * @param first how long the first one lasts
     * @param longest how long one lasts at most
     * @return a copy
     * @throws IllegalArgumentException if one is out of range
     */
    public GatewayLimits withLockout(int wrong, Duration first, Duration longest) {
        return new GatewayLimits(perHost, perAccount, perNetwork, wrong, first, longest);
    }
}
