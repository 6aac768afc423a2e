@NullMarked
package io.github.ddnskit.dyndns2;

import org.jspecify.annotations.NullMarked;
