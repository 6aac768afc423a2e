/**
 * Services in Japan that are not spoken to as dyndns2 is. Each has an updater with a builder, and a factory for the
 * catalogue. Dialogues in lines go through {@link io.github.ddnskit.jp.LineEngine}, all else through
 * {@link io.github.ddnskit.http.HttpEngine}.
 */
@NullMarked
package io.github.ddnskit.jp;

import org.jspecify.annotations.NullMarked;
