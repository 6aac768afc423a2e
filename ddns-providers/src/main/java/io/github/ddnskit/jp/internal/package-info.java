/** Factories for the updaters of {@code io.github.ddnskit.jp}. */
@NullMarked
package io.github.ddnskit.jp.internal;

import org.jspecify.annotations.NullMarked;
