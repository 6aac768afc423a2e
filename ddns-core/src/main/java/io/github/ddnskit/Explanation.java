package io.github.ddnskit;

import io.github.ddnskit.catalog.Texts;
import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.state.RecordState;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * How it stands with a record, and so why nothing is sent for it now: as data, and as a sentence in a language. Immutable
 * and thread-safe.
 *
 * @param kind what it is about
 * @param values what stands in the places of the sentence; holds no secret
 */
public record Explanation(Kind kind, List<String> values) {

    /** What an explanation is about. */
    public enum Kind {
        /** All is well. */
        UP_TO_DATE(Health.Level.UP, "{0} is {1}, as confirmed at {2}."),
        /** All is well, and there is a refresh to come. */
        REFRESHED_LATER(
                Health.Level.UP, "{0} is {1}, as confirmed at {2}; it is sent again at {3} so that it does not lapse."),
        /** The record does not exist, and shall not. */
        REMOVED(Health.Level.UP, "{0} is removed, since this device has no such address."),
        /** It is about to be sent. */
        DUE(Health.Level.UP, "{0} is sent as soon as its provider is free."),
        /** The least time between two requests is not over. */
        PACED(Health.Level.UP, "{0} changes at {1}: its provider is not told more often than it allows."),
        /** There is no such address, and the record is left alone. */
        ADDRESS_ABSENT(Health.Level.UP, "{0} is left as it is: this device has no such address ({1})."),
        /** Nobody has looked yet. */
        NOT_LOOKED_YET(Health.Level.UP, "{0} waits for the first look at the address."),
        /** The address is not known, and the record is left alone. */
        ADDRESS_UNKNOWN(Health.Level.DEGRADED, "{0} is left as it is, because the address is not known: {1}"),
        /** DNS shows something else than what was confirmed. */
        SHOWN_OTHERWISE(Health.Level.DEGRADED, "{0} was confirmed as {1}, but DNS shows {2}."),
        /** The address is known, and this provider does not publish it. */
        NOT_ADMITTED(Health.Level.DEGRADED, "{0} is left as it is: {1}"),
        /** An update failed; what was published before is still there. */
        FAILING(Health.Level.DEGRADED, "{0} could not be updated ({1} failures in a row), next attempt at {2}: {3}"),
        /** An update failed, and nothing was published before. */
        NEVER_PUBLISHED(
                Health.Level.DOWN, "{0} could not be published yet ({1} failures in a row), next attempt at {2}: {3}"),
        /** The provider refused for good. */
        HALTED(Health.Level.DOWN, "{0} is not sent any more until its configuration changes or it is resumed: {1}");

        private final Health.Level level;
        private final String sentence;

        Kind(Health.Level level, String sentence) {
            this.level = level;
            this.sentence = sentence;
        }

        /** {@return what it means for the health of the client} */
        public Health.Level level() {
            return level;
        }

        /** {@return the English sentence, with places for what was seen, such as {@code {0}}} */
        public String sentence() {
            return sentence;
        }

        /** {@return such as {@code up-to-date}} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Copies the values.
     *
     * @param kind what it is about
     * @param values what stands in the places of the sentence; holds no secret
     */
    public Explanation {
        values = List.copyOf(values);
    }

    /**
     * Explains a record.
     *
     * @param record what is known of it
     * @return how it stands
     */
    public static Explanation of(DdnsStatus.RecordStatus record) {
        RecordState state = record.state();
        RecordState.Confirmed confirmed = state.confirmed();
        String name = record.key().toString();
        if (state.halt() != null) {
            return explain(Kind.HALTED, name, state.halt().detail());
        }
        if (record.plan() instanceof Plan.WaitUntil wait && wait.pause() == Plan.Pause.AFTER_FAILURE) {
            return explain(
                    confirmed == null ? Kind.NEVER_PUBLISHED : Kind.FAILING,
                    name,
                    Integer.toString(state.failures()),
                    text(wait.instant()),
                    record.lastFailure() == null ? "-" : record.lastFailure().detail());
        }
        if (record.shownInstead() != null && confirmed != null) {
            return explain(
                    Kind.SHOWN_OTHERWISE,
                    name,
                    text(confirmed.addresses()),
                    record.shownInstead().toString());
        }
        if (record.plan() instanceof Plan.Publish) {
            return explain(Kind.DUE, name);
        }
        if (record.plan() instanceof Plan.WaitUntil wait && wait.pause() == Plan.Pause.MINIMUM_INTERVAL) {
            return explain(Kind.PACED, name, text(wait.instant()));
        }
        return record.upToDate() ? upToDate(record, name) : leftAlone(record, name);
    }

    private static Explanation upToDate(DdnsStatus.RecordStatus record, String name) {
        RecordState.Confirmed confirmed = record.state().confirmed();
        if (confirmed == null || confirmed.addresses().isEmpty()) {
            return explain(Kind.REMOVED, name);
        }
        String addresses = text(confirmed.addresses());
        String at = text(confirmed.at());
        return record.plan() instanceof Plan.WaitUntil refresh
                ? explain(Kind.REFRESHED_LATER, name, addresses, at, text(refresh.instant()))
                : explain(Kind.UP_TO_DATE, name, addresses, at);
    }

    private static Explanation leftAlone(DdnsStatus.RecordStatus record, String name) {
        if (record.lastFailure() != null) {
            return explain(Kind.NOT_ADMITTED, name, record.lastFailure().detail());
        }
        Observation detected = record.detected();
        if (detected instanceof Observation.Absent absent) {
            return explain(Kind.ADDRESS_ABSENT, name, absent.reason());
        }
        return detected instanceof Observation.Unknown unknown
                ? explain(Kind.ADDRESS_UNKNOWN, name, unknown.cause())
                : explain(Kind.NOT_LOOKED_YET, name);
    }

    /**
     * The explanation in the words of a language. What providers and sources said themselves stays as they said it.
     *
     * @param texts the texts of that language
     * @return a sentence; English where there is no translation
     */
    public String words(Texts texts) {
        return texts.text(kind.sentence(), values);
    }

    /** {@return the sentence in English} */
    @Override
    public String toString() {
        return Texts.fill(kind.sentence(), values);
    }

    private static Explanation explain(Kind kind, String... values) {
        return new Explanation(kind, Arrays.asList(values));
    }

    private static String text(Collection<InetAddress> addresses) {
        return addresses.isEmpty() ? "-" : IpLiteral.format(addresses);
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
