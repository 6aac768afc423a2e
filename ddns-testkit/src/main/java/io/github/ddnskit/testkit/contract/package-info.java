/** What every implementation of an SPI must hold, as JUnit 5 tests to inherit. */
@NullMarked
package io.github.ddnskit.testkit.contract;

import org.jspecify.annotations.NullMarked;
