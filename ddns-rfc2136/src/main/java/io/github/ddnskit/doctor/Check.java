package io.github.ddnskit.doctor;

import java.util.stream.Stream;

/** Looks at the facts for one kind of trouble. Asks nobody, and has no clock. */
interface Check {
    Stream<Finding> look(Facts facts);
}
