/**
 * The dyndns2 family: services that are told an address with one HTTP request, each described by a
 * {@link io.github.ddnskit.dyndns2.Dialect}.
 */
@NullMarked
package io.github.ddnskit.dyndns2;

import org.jspecify.annotations.NullMarked;
