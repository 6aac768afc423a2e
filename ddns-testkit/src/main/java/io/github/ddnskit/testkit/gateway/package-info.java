/** Fakes of what stands between a device and the Internet: routers, and servers that tell from where they are asked. */
@NullMarked
package io.github.ddnskit.testkit.gateway;

import org.jspecify.annotations.NullMarked;
