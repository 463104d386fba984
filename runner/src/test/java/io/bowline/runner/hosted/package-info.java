/// Tests of a hosted runner's work.
@NullMarked
package io.bowline.runner.hosted;

import org.jspecify.annotations.NullMarked;
