/** Updaters of REST APIs against fakes of these APIs. */
@NullMarked
package io.github.ddnskit.rest;

import org.jspecify.annotations.NullMarked;
