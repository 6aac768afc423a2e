/** What the page on extending ddnskit shows, with its tests. */
@NullMarked
package io.github.ddnskit.examples.extending;

import org.jspecify.annotations.NullMarked;
