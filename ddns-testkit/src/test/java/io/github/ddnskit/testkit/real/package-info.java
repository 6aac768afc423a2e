/** The fake name server beside real BIND: what one answers the other must answer. */
@NullMarked
package io.github.ddnskit.testkit.real;

import org.jspecify.annotations.NullMarked;
