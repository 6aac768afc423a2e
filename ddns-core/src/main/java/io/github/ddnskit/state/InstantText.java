package io.github.ddnskit.state;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** What {@link Instant#toString} writes, written and read in a fraction of the time: a state file has a hundred thousand. */
final class InstantText {

    /** The length of {@code 2026-11-22T10:15:30Z}, and how much longer it is at most with a fraction. */
    private static final int SHORTEST = 20;

    private static final int FRACTION = 10;

    /** From 1970 to 9999 the year has four digits and no sign. */
    private static final long FIRST_USUAL_SECOND = 0;

    private static final long END_OF_USUAL_SECONDS = 253_402_300_800L;

    private InstantText() {}

    static void write(StringBuilder text, Instant instant) {
        if (instant.getEpochSecond() < FIRST_USUAL_SECOND || instant.getEpochSecond() >= END_OF_USUAL_SECONDS) {
            text.append(instant);
            return;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        text.append(time.getYear());
        twoDigits(text.append('-'), time.getMonthValue());
        twoDigits(text.append('-'), time.getDayOfMonth());
        twoDigits(text.append('T'), time.getHour());
        twoDigits(text.append(':'), time.getMinute());
        twoDigits(text.append(':'), time.getSecond());
        int nano = instant.getNano();
        if (nano != 0) {
            int last = nano % 1_000_000 == 0 ? 1_000_000 : nano % 1000 == 0 ? 1000 : 1;
            text.append('.');
            for (int unit = 100_000_000; unit >= last; unit /= 10) {
                text.append((char) ('0' + nano / unit % 10));
            }
        }
        text.append('Z');
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /**
     * Reads.
     *
     * @throws IllegalArgumentException if there is something else than a digit
     * @throws java.time.DateTimeException if it is not an instant otherwise
     */
    static Instant read(String text) {
        int length = text.length();
        boolean usual = length >= SHORTEST
                && length <= SHORTEST + FRACTION
                && text.charAt(length - 1) == 'Z'
                && text.charAt(10) == 'T'
                && (length == SHORTEST || text.charAt(SHORTEST - 1) == '.');
        if (!usual) {
            return Instant.parse(text);
        }
        long second = LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19))
                .toEpochSecond(ZoneOffset.UTC);
        int nano = 0;
        if (length > SHORTEST) {
            nano = number(text, SHORTEST, length - 1);
            for (int digits = length - 1 - SHORTEST; digits < FRACTION - 1; digits++) {
                nano *= 10;
            }
        }
        return Instant.ofEpochSecond(second, nano);
    }

    /** Unlike the general one, this allows no sign. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("not a digit");
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
