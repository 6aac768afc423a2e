package io.github.ddnskit;

import java.time.Duration;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a name are to be published, beyond their addresses. Immutable and thread-safe.
 *
 * <p>An updater that cannot honour an option fails with {@link FailureReason#UNSUPPORTED}; it does not ignore it.
 *
 * @param ttl the time to live, whole seconds from 0 to 2^31-1 (RFC 2181 section 8), or null for the updater's default
 * @param wildcard whether {@code *.host} gets the same addresses
 * @param mailExchanger the host of an MX record at the name, preference 10, or null to leave MX records alone
 */
public record RecordOptions(
        @Nullable Duration ttl, boolean wildcard, @Nullable Hostname mailExchanger) {

    private static final RecordOptions DEFAULTS = new RecordOptions(null, false, null);
    private static final long TTL_LIMIT = Integer.MAX_VALUE;

    /**
     * Checks the components.
     *
     * @param ttl the time to live, whole seconds from 0 to 2^31-1 (RFC 2181 section 8), or null for the updater's default
     * @param wildcard whether {@code *.host} gets the same addresses
     * @param mailExchanger the host of an MX record at the name, preference 10, or null to leave MX records alone
     * @throws IllegalArgumentException if the TTL is out of range or not in whole seconds
     */
    public RecordOptions {
        if (ttl != null && (ttl.getNano() != 0 || ttl.isNegative() || ttl.getSeconds() > TTL_LIMIT)) {
            throw new IllegalArgumentException(
                    "a TTL is 0 to " + TTL_LIMIT + " whole seconds (RFC 2181 section 8), not " + ttl);
        }
    }

    /** {@return the updater's own TTL, no wildcard, no mail exchanger} */
    public static RecordOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same options with another time to live.
     *
     * @param ttl whole seconds from 0 to 2^31-1
     * @return a copy with it
     * @throws IllegalArgumentException if it is out of range or not in whole seconds
     */
    public RecordOptions withTtl(Duration ttl) {
        return new RecordOptions(ttl, wildcard, mailExchanger);
    }

    /**
     * The same options with or without a wildcard.
     *
     * @param wildcard whether {@code *.host} gets the same addresses
     * @return a copy with it
     */
    public RecordOptions withWildcard(boolean wildcard) {
        return new RecordOptions(ttl, wildcard, mailExchanger);
    }

    /**
     * The same options with an MX record.
     *
     * @param mailExchanger the host that takes mail for the name
     * @return a copy with it
     */
    public RecordOptions withMailExchanger(Hostname mailExchanger) {
        return new RecordOptions(ttl, wildcard, mailExchanger);
    }

    /** {@return what differs from the defaults, such as {@code ttl=60 wildcard mx=mail.example.org}, or {@code default}} */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(" ").setEmptyValue("default");
        if (ttl != null) {
            text.add("ttl=" + ttl.toSeconds());
        }
        if (wildcard) {
            text.add("wildcard");
        }
        if (mailExchanger != null) {
            text.add("mx=" + mailExchanger);
        }
        return text.toString();
    }
}
