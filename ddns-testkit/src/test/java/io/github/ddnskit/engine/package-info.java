/** How the engine behaves, hour by hour, in manual time. */
@NullMarked
package io.github.ddnskit.engine;

import org.jspecify.annotations.NullMarked;
