/**
 * The APIs that providers made for managing DNS: one class each.
 *
 * <p>Every updater here finds the zone, reads what is there, writes only what differs, and keeps what people set by hand.
 */
@NullMarked
package io.github.ddnskit.rest;

import org.jspecify.annotations.NullMarked;
