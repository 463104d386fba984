/// For tests of every module: the house's architecture rules, parts by name, a clock to turn.
@NullMarked
package io.bowline.testkit;

import org.jspecify.annotations.NullMarked;
