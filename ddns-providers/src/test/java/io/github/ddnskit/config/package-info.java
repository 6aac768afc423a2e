@NullMarked
package io.github.ddnskit.config;

import org.jspecify.annotations.NullMarked;
