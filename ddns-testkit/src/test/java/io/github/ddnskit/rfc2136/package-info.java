/** What tests need of the updater that is no user's business. */
@NullMarked
package io.github.ddnskit.rfc2136;

import org.jspecify.annotations.NullMarked;
