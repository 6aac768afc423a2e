/**
 * HTTP as a provider's API needs it: TLS where credentials travel, no surprises, nothing secret in a message. Start with
 * {@link io.github.ddnskit.http.HttpEngine}.
 */
@NullMarked
package io.github.ddnskit.http;

import org.jspecify.annotations.NullMarked;
