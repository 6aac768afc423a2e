/** The reference client: what a program built on ddnskit looks like, and what a person tries ddnskit with. */
@NullMarked
package io.github.ddnskit.examples.client;

import org.jspecify.annotations.NullMarked;
