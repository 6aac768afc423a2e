/** Fakes of what address sources ask over UDP: routers with NAT-PMP and PCP, and STUN servers. */
@NullMarked
package io.github.ddnskit.testkit.gateway;

import org.jspecify.annotations.NullMarked;
