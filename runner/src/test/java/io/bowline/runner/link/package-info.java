/// Proves the runner's end of the link against a control plane that does just what a test says.
@NullMarked
package io.bowline.runner.link;

import org.jspecify.annotations.NullMarked;
