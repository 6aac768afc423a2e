/** The client in a simulated home, whose network changes, fails and lies. */
@NullMarked
package io.github.ddnskit.examples.lab;

import org.jspecify.annotations.NullMarked;
