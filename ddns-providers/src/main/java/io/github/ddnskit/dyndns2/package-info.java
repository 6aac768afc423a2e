/**
 * The dyndns2 family: services that are told an address with one HTTP request, each described by a
 * {@link io.github.ddnskit.dyndns2.Dialect}. Start with {@link io.github.ddnskit.dyndns2.Dyndns2Updater}.
 */
@NullMarked
package io.github.ddnskit.dyndns2;

import org.jspecify.annotations.NullMarked;
