/**
 * What a client does, as numbers: a binder for Micrometer.
 *
 * <p>Needs {@code io.micrometer:micrometer-core} on the path, which this module does not bring along.
 */
@NullMarked
package io.github.ddnskit.metrics;

import org.jspecify.annotations.NullMarked;
