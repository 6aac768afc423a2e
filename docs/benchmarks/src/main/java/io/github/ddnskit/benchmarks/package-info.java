/** What is measured, against which peer. */
@NullMarked
package io.github.ddnskit.benchmarks;

import org.jspecify.annotations.NullMarked;
