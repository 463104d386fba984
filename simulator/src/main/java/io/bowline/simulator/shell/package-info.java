/// A small POSIX shell, so that a pod's command does in the account what it does in a container.
@NullMarked
package io.bowline.simulator.shell;

import org.jspecify.annotations.NullMarked;
