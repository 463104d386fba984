/// The SQL of plans and approvals.
@NullMarked
package io.bowline.control.plan.store;

import org.jspecify.annotations.NullMarked;
