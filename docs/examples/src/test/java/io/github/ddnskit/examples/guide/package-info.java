@NullMarked
package io.github.ddnskit.examples.guide;

import org.jspecify.annotations.NullMarked;
