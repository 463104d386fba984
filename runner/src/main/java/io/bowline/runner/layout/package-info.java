/// A release's exported file or folder, as the registry that a runner without one takes it from.
@NullMarked
package io.bowline.runner.layout;

import org.jspecify.annotations.NullMarked;
