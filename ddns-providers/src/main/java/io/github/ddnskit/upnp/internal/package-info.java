/** The factory of UPnP sources. Not exported. */
@NullMarked
package io.github.ddnskit.upnp.internal;

import org.jspecify.annotations.NullMarked;
