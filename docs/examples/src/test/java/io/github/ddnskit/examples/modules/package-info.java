@NullMarked
package io.github.ddnskit.examples.modules;

import org.jspecify.annotations.NullMarked;
