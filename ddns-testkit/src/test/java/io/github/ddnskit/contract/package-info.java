@NullMarked
package io.github.ddnskit.contract;

import org.jspecify.annotations.NullMarked;
