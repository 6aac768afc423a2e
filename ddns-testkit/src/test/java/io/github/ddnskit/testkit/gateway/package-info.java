@NullMarked
package io.github.ddnskit.testkit.gateway;

import org.jspecify.annotations.NullMarked;
