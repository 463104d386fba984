/// Helm releases: frozen charts applied by Helm in a short-lived child process, and returned.
@NullMarked
package io.bowline.runner.step.helm;

import org.jspecify.annotations.NullMarked;
