/** The test library as JUnit 5 extensions; the only package of this module that needs JUnit. */
@NullMarked
package io.github.ddnskit.testkit.junit;

import org.jspecify.annotations.NullMarked;
