/// The chain's rows, which the process can add to and never alter.
@NullMarked
package io.bowline.control.audit.store;

import org.jspecify.annotations.NullMarked;
