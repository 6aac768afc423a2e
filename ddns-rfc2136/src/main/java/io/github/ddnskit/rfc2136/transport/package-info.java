/**
 * Carries DNS messages: UDP with retransmission, TCP, and TSIG around either.
 *
 * <p>Not exported. dnsjava gives records, messages and signatures; what is sent and what is believed is decided here.
 */
@NullMarked
package io.github.ddnskit.rfc2136.transport;

import org.jspecify.annotations.NullMarked;
