/**
 * Routers that speak UPnP: what their outer address is, and when it changes. Start with
 * {@link io.github.ddnskit.upnp.UpnpIpSource}.
 *
 * <p>UPnP is plain HTTP on the local network, without credentials; anybody there can pass for the router. What comes is
 * read with suspicion, and never counts as authenticated.
 */
@NullMarked
package io.github.ddnskit.upnp;

import org.jspecify.annotations.NullMarked;
