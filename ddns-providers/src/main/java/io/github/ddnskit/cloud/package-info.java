/**
 * The metadata services of clouds, which know the public address of a virtual machine. Start with
 * {@link io.github.ddnskit.cloud.CloudIpSource}. None is asked unless the user chose it.
 */
@NullMarked
package io.github.ddnskit.cloud;

import org.jspecify.annotations.NullMarked;
