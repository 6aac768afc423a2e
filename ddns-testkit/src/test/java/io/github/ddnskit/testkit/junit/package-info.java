/** Tests of the JUnit 5 extensions. */
@NullMarked
package io.github.ddnskit.testkit.junit;

import org.jspecify.annotations.NullMarked;
