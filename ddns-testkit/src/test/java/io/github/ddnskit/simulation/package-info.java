/**
 * The whole client in manual time against chance: everything that it touches may fail at any moment, and after each step
 * the ten promises of the design are checked. One seed is one schedule, always the same.
 */
@NullMarked
package io.github.ddnskit.simulation;

import org.jspecify.annotations.NullMarked;
