/** The dyndns2 family for programs that are configured. */
@NullMarked
package io.github.ddnskit.dyndns2.internal;

import org.jspecify.annotations.NullMarked;
