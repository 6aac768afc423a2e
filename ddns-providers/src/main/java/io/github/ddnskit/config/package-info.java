/**
 * The JSON configuration file: what an SDK user's program is told without being recompiled.
 *
 * <p>Start with {@link io.github.ddnskit.config.DdnsConfig}.
 */
@NullMarked
package io.github.ddnskit.config;

import org.jspecify.annotations.NullMarked;
