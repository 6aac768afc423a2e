@NullMarked
package io.github.ddnskit.gateway;

import org.jspecify.annotations.NullMarked;
