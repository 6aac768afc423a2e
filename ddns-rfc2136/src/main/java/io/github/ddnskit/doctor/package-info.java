/**
 * Finds out why a name does not lead to the device, although "it was updated".
 *
 * <p>Start with {@link io.github.ddnskit.doctor.Doctor}. It only reads: it sends no update, ever.
 */
@NullMarked
package io.github.ddnskit.doctor;

import org.jspecify.annotations.NullMarked;
