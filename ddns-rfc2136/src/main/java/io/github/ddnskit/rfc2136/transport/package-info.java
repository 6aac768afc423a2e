/**
 * Carries DNS messages: UDP with retransmission, TCP and TLS connections that many requests share, and TSIG
 * around each.
 *
 * <p>Not exported. dnsjava gives records, messages and signatures; what is sent and what is believed is decided here.
 */
@NullMarked
package io.github.ddnskit.rfc2136.transport;

import org.jspecify.annotations.NullMarked;
