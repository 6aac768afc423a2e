/** Metadata services of clouds, as fakes. */
@NullMarked
package io.github.ddnskit.cloud;

import org.jspecify.annotations.NullMarked;
