/** What others implement: address sources, updaters, stores, and the factories that a configuration file names. */
@NullMarked
package io.github.ddnskit.spi;

import org.jspecify.annotations.NullMarked;
