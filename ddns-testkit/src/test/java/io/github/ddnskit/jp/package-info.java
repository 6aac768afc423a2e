/** The services in Japan against fakes of them. */
@NullMarked
package io.github.ddnskit.jp;

import org.jspecify.annotations.NullMarked;
