/** The quick start: the whole path from an address to a signed record, without any network beyond loopback. */
@NullMarked
package io.github.ddnskit.examples.quickstart;

import org.jspecify.annotations.NullMarked;
