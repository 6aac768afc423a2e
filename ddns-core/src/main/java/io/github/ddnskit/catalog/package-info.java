/** Finds the factories on the class path or module path and describes them. */
@NullMarked
package io.github.ddnskit.catalog;

import org.jspecify.annotations.NullMarked;
