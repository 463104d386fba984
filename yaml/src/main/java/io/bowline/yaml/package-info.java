/// YAML read as plain data with line numbers: bounded, without aliases, tags or guesses.
@NullMarked
package io.bowline.yaml;

import org.jspecify.annotations.NullMarked;
