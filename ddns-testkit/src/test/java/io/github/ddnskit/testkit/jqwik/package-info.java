@NullMarked
package io.github.ddnskit.testkit.jqwik;

import org.jspecify.annotations.NullMarked;
