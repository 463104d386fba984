/// Puts the rooms of the runner together, starts them and stops them.
@NullMarked
package io.bowline.runner.app;

import org.jspecify.annotations.NullMarked;
