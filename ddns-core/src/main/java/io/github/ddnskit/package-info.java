/** The values that a user of ddnskit writes, and {@link io.github.ddnskit.DdnsClient}, which puts them to work. */
@NullMarked
package io.github.ddnskit;

import org.jspecify.annotations.NullMarked;
