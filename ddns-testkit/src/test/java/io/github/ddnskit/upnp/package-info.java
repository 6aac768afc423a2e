/** UPnP against a fake router, honest and hostile. */
@NullMarked
package io.github.ddnskit.upnp;

import org.jspecify.annotations.NullMarked;
