/// Plans and approvals: from the wish for a release to the job that applies exactly what was
/// admitted.
@NullMarked
package io.bowline.control.plan;

import org.jspecify.annotations.NullMarked;
