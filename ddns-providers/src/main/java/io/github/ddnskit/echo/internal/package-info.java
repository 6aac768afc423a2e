/** What the sources that speak HTTP have in common, and the factories of this package. Not exported. */
@NullMarked
package io.github.ddnskit.echo.internal;

import org.jspecify.annotations.NullMarked;
