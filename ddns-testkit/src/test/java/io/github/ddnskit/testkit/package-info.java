/** Tests of the test library: what is used to judge others must itself be right. */
@NullMarked
package io.github.ddnskit.testkit;

import org.jspecify.annotations.NullMarked;
