@NullMarked
package io.github.ddnskit.http;

import org.jspecify.annotations.NullMarked;
