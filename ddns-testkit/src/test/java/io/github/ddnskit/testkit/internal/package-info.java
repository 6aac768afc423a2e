@NullMarked
package io.github.ddnskit.testkit.internal;

import org.jspecify.annotations.NullMarked;
