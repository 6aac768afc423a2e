/** The engine. Not exported: nothing here is API. */
@NullMarked
package io.github.ddnskit.internal;

import org.jspecify.annotations.NullMarked;
