/**
 * Services on the Internet that tell from which address they were asked. Start with
 * {@link io.github.ddnskit.echo.HttpIpSource}; {@link io.github.ddnskit.echo.WellKnown} lists public ones.
 */
@NullMarked
package io.github.ddnskit.echo;

import org.jspecify.annotations.NullMarked;
