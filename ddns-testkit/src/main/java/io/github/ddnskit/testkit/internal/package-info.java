/** The authoritative name server itself: zone, queries, UPDATE, TSIG, sockets. Not exported. */
@NullMarked
package io.github.ddnskit.testkit.internal;

import org.jspecify.annotations.NullMarked;
