@NullMarked
package io.github.ddnskit.rest.internal;

import org.jspecify.annotations.NullMarked;
