/** Fakes of what address sources ask on the way out: routers with NAT-PMP, PCP and UPnP, and STUN servers. */
@NullMarked
package io.github.ddnskit.testkit.gateway;

import org.jspecify.annotations.NullMarked;
