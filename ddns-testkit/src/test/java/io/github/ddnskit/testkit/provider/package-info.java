@NullMarked
package io.github.ddnskit.testkit.provider;

import org.jspecify.annotations.NullMarked;
