/// Makes plans, judges approvals, applies plans, and returns the bundle when a part stays
/// unhealthy.
@NullMarked
package io.bowline.runner.plan;

import org.jspecify.annotations.NullMarked;
