/**
 * Amazon Route 53. Start with {@link io.github.ddnskit.route53.Route53Updater}.
 *
 * <p>It needs two artifacts of AWS, {@code http-auth-aws} and {@code identity-spi}, which are optional dependencies of
 * this module: an updater that is built without them says what to add.
 */
@NullMarked
package io.github.ddnskit.route53;

import org.jspecify.annotations.NullMarked;
