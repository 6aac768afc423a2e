/** What the page on testing an application shows. */
@NullMarked
package io.github.ddnskit.examples.testing;

import org.jspecify.annotations.NullMarked;
