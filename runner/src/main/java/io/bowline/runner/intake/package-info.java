/// Where jobs come in: judged by epoch and attempt, journaled, then answered.
@NullMarked
package io.bowline.runner.intake;

import org.jspecify.annotations.NullMarked;
