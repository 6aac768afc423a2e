@NullMarked
package io.github.ddnskit.route53;

import org.jspecify.annotations.NullMarked;
