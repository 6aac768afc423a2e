package io.github.ddnskit.testkit.internal;

import java.net.InetAddress;

/**
 * Who sent a message.
 *
 * @param address from where
 * @param tcp whether by TCP, within TLS or not
 */
record Client(InetAddress address, boolean tcp) {}
