/** Services on loopback that behave like those of the providers. Needs ddns-providers, mockwebserver3 and okhttp-tls. */
@NullMarked
package io.github.ddnskit.testkit.provider;

import org.jspecify.annotations.NullMarked;
