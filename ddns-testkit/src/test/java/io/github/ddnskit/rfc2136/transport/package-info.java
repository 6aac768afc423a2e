/** What is read from name servers, byte by byte. */
@NullMarked
package io.github.ddnskit.rfc2136.transport;

import org.jspecify.annotations.NullMarked;
