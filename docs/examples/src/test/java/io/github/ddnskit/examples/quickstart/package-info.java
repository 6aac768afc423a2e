@NullMarked
package io.github.ddnskit.examples.quickstart;

import org.jspecify.annotations.NullMarked;
