/// What tests need other programs for.
@NullMarked
package io.bowline.testkit.process;

import org.jspecify.annotations.NullMarked;
