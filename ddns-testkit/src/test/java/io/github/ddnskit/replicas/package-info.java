/** Several clients that share their hosts through a real PostgreSQL. */
@NullMarked
package io.github.ddnskit.replicas;

import org.jspecify.annotations.NullMarked;
