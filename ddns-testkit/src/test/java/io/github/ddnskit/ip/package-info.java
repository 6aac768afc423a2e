/** Address sources of core, against the fakes of what they ask. */
@org.jspecify.annotations.NullMarked
package io.github.ddnskit.ip;
