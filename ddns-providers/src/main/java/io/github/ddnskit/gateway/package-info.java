/**
 * The service side of dynamic DNS: takes updates of devices over HTTP, and writes them through any
 * {@link io.github.ddnskit.spi.DnsUpdater}. Start with {@link io.github.ddnskit.gateway.UpdateGateway}.
 */
@NullMarked
package io.github.ddnskit.gateway;

import org.jspecify.annotations.NullMarked;
