/// Looks around where the runner is, once it is there: what a person looks at before.
@NullMarked
package io.bowline.runner.preflight;

import org.jspecify.annotations.NullMarked;
