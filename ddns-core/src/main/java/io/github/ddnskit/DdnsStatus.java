package io.github.ddnskit;

import io.github.ddnskit.ip.IpLiteral;
import io.github.ddnskit.ip.Verdict;
import io.github.ddnskit.spi.Observation;
import io.github.ddnskit.state.RecordKey;
import io.github.ddnskit.state.RecordState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the client knew at one moment. Immutable and thread-safe.
 *
 * @param at the moment
 * @param verdicts what was detected last, by family; a family that nobody asked for yet is not there
 * @param records what is known of each record, in the order of the hosts
 */
public record DdnsStatus(Instant at, Map<AddressFamily, Verdict> verdicts, List<RecordStatus> records) {

    /**
     * Copies the collections.
     *
     * @param at the moment
     * @param verdicts what was detected last, by family; a family that nobody asked for yet is not there
     * @param records what is known of each record, in the order of the hosts
     */
    public DdnsStatus {
        verdicts = Map.copyOf(verdicts);
        records = List.copyOf(records);
    }

    /**
     * What is known of one record.
     *
     * @param key which record
     * @param state what is remembered of it
     * @param plan what is to be done about it now, and so why nothing is sent
     * @param upToDate whether what was confirmed is what was detected
     * @param lastFailure the failure of the last attempt in this run of the client, or null if it succeeded or there was
     *     none
     * @param detected what was detected last for this record, or null if nobody has looked yet
     * @param shownInstead what DNS shows in place of what was confirmed, once the client has said so, or null; only where
     *     it {@linkplain io.github.ddnskit.policy.Verification looks}
     */
    public record RecordStatus(
            RecordKey key,
            RecordState state,
            Plan plan,
            boolean upToDate,
            Outcome.@Nullable Failed lastFailure,
            @Nullable Observation detected,
            @Nullable Observation shownInstead) {

        /** {@return one line for people, without any secret} */
        @Override
        public String toString() {
            RecordState.Halt halt = state.halt();
            RecordState.Confirmed confirmed = state.confirmed();
            String known = confirmed == null
                    ? detected instanceof Observation.Absent ? "not published" : "not published yet"
                    : confirmed.addresses().isEmpty() ? "removed" : IpLiteral.format(confirmed.addresses());
            if (halt != null) {
                return key + " " + known + "; halted: " + halt.detail();
            }
            if (lastFailure == null) {
                return key + " " + known;
            }
            Instant next = state.notBefore();
            return key + " " + known
                    + (next == null ? "; " : "; next attempt " + next.truncatedTo(ChronoUnit.SECONDS) + ": ")
                    + lastFailure.detail();
        }
    }

    /** {@return whether the client does its work, with the reasons if not} */
    public Health health() {
        return Health.of(records);
    }

    /**
     * How it stands with a host, and so why nothing is sent for it now.
     *
     * @param host the name
     * @return an explanation for each of its records; empty if the client does not keep it
     */
    public List<Explanation> explain(Hostname host) {
        return records.stream()
                .filter(record -> record.key().host().equals(host))
                .map(Explanation::of)
                .toList();
    }

    /**
     * What was detected last.
     *
     * @param family the family
     * @return the verdict, if there is one yet
     */
    public Optional<Verdict> verdict(AddressFamily family) {
        return Optional.ofNullable(verdicts.get(family));
    }

    /**
     * What is known of one record.
     *
     * @param host the name
     * @param family the family
     * @return its record, if the client keeps it
     */
    public Optional<RecordStatus> record(Hostname host, AddressFamily family) {
        RecordKey key = new RecordKey(host, family);
        return records.stream().filter(record -> record.key().equals(key)).findFirst();
    }
}
