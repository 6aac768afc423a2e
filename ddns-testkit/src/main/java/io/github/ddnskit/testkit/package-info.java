/** What an integration test of a dynamic-DNS client needs, without JUnit. */
@NullMarked
package io.github.ddnskit.testkit;

import org.jspecify.annotations.NullMarked;
