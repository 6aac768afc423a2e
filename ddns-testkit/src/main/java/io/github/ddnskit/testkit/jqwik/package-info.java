/** Values for property tests with jqwik; the only package of this module that needs it. */
@NullMarked
package io.github.ddnskit.testkit.jqwik;

import org.jspecify.annotations.NullMarked;
