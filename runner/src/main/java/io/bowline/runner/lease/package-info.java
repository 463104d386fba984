/// The lease of the install in the customer's cluster: of two runners one acts, the other waits.
@NullMarked
package io.bowline.runner.lease;

import org.jspecify.annotations.NullMarked;
