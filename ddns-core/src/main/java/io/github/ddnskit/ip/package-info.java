/** Addresses: the literal parser, the special-purpose registries, and the sources that need only the JDK. */
@NullMarked
package io.github.ddnskit.ip;

import org.jspecify.annotations.NullMarked;
