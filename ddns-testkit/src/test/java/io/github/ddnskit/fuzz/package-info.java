/**
 * Fuzzing. A fuzz test stands in the package of the parser that it is about, is named {@code ...FuzzTest} and has one method
 * with {@code @FuzzTest}; what it is to start from lies in the folder of the resources that is named after both. {@code mvn
 * -Pfuzz} runs them with Jazzer, and every other build runs what is in these folders.
 */
@NullMarked
package io.github.ddnskit.fuzz;

import org.jspecify.annotations.NullMarked;
