/** The observer of authoritative servers, as people use it, on several servers of one zone. */
@NullMarked
package io.github.ddnskit.observer;

import org.jspecify.annotations.NullMarked;
