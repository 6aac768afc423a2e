@NullMarked
package io.github.ddnskit.rest;

import org.jspecify.annotations.NullMarked;
