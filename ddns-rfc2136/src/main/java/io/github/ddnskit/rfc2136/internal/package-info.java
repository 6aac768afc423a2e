/** How the updater and the observer of this module work inside. Not exported. */
@NullMarked
package io.github.ddnskit.rfc2136.internal;

import org.jspecify.annotations.NullMarked;
