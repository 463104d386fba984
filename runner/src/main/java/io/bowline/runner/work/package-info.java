/// Runs jobs: pulls them from the intake, hands them to their handlers, journals and reports.
@NullMarked
package io.bowline.runner.work;

import org.jspecify.annotations.NullMarked;
