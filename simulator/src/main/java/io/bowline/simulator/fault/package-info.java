/// What the account was asked, and what goes wrong in it on demand.
@NullMarked
package io.bowline.simulator.fault;

import org.jspecify.annotations.NullMarked;
