/** Publishes addresses by DNS UPDATE (RFC 2136). */
@NullMarked
package io.github.ddnskit.rfc2136;

import org.jspecify.annotations.NullMarked;
