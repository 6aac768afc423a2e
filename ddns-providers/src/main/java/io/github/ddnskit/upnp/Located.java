package io.github.ddnskit.upnp;

import java.net.InetAddress;
import java.net.URI;

/**
 * A router that was found.
 *
 * @param address its address
 * @param description where its description is, at that address
 */
record Located(InetAddress address, URI description) {}
