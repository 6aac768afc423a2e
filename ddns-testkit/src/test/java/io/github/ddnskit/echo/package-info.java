/** Sources over HTTP against fakes of what they ask. */
@NullMarked
package io.github.ddnskit.echo;

import org.jspecify.annotations.NullMarked;
