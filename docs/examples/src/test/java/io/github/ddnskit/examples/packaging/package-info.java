/** What is handed out: metadata, licences, sizes, the package for Debian. */
@NullMarked
package io.github.ddnskit.examples.packaging;

import org.jspecify.annotations.NullMarked;
