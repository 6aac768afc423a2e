/** The rules of the house, which hold for all published modules. */
@NullMarked
package io.github.ddnskit.house;

import org.jspecify.annotations.NullMarked;
