/** The factory for the updater of {@code io.github.ddnskit.route53}. */
@NullMarked
package io.github.ddnskit.route53.internal;

import org.jspecify.annotations.NullMarked;
