@NullMarked
package io.github.ddnskit.examples.canary;

import org.jspecify.annotations.NullMarked;
