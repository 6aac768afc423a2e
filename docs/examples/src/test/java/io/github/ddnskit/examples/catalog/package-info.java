@NullMarked
package io.github.ddnskit.examples.catalog;

import org.jspecify.annotations.NullMarked;
