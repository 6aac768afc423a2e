/** A client, and a gateway, as beans of a Spring Boot application. */
@NullMarked
package io.github.ddnskit.examples.spring;

import org.jspecify.annotations.NullMarked;
