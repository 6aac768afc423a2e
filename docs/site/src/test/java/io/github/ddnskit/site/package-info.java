/** Looks at the built site: that its links lead somewhere, and what a browser shows of it. */
@NullMarked
package io.github.ddnskit.site;

import org.jspecify.annotations.NullMarked;
