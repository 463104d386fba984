/// The only starter of processes: each in a session of its own, bounded, and dead when the runner
/// is.
@NullMarked
package io.bowline.runner.host;

import org.jspecify.annotations.NullMarked;
