/** What the client remembers, and where. */
@NullMarked
package io.github.ddnskit.state;

import org.jspecify.annotations.NullMarked;
