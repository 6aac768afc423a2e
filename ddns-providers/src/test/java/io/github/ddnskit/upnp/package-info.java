/** What is read from routers, byte by byte. */
@NullMarked
package io.github.ddnskit.upnp;

import org.jspecify.annotations.NullMarked;
