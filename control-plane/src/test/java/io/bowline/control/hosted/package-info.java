/// Tests of hosted runners, and one that answers as a test wants.
@NullMarked
package io.bowline.control.hosted;

import org.jspecify.annotations.NullMarked;
