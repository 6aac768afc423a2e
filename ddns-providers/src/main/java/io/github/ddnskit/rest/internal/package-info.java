/** Factories for the updaters of {@code io.github.ddnskit.rest}. */
@NullMarked
package io.github.ddnskit.rest.internal;

import org.jspecify.annotations.NullMarked;
