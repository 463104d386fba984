/// What the runner has promised and done, on disk before it acts on it; survives any death.
@NullMarked
package io.bowline.runner.journal;

import org.jspecify.annotations.NullMarked;
