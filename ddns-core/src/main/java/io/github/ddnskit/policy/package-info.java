/** Small immutable decisions that a user may set. */
@NullMarked
package io.github.ddnskit.policy;

import org.jspecify.annotations.NullMarked;
