/** The factories of the sources of clouds. Not exported. */
@NullMarked
package io.github.ddnskit.cloud.internal;

import org.jspecify.annotations.NullMarked;
