@NullMarked
package io.github.ddnskit.examples.client;

import org.jspecify.annotations.NullMarked;
