/** What the client reports. */
@NullMarked
package io.github.ddnskit.event;

import org.jspecify.annotations.NullMarked;
