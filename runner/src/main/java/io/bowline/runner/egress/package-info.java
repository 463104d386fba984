/// What may leave the customer's account: the one list of it, and the gate that holds to it.
@NullMarked
package io.bowline.runner.egress;

import org.jspecify.annotations.NullMarked;
