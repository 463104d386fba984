/// What looking around before an install is made found: the same for whoever looks, on the wire, at
/// rest and in print.
@NullMarked
package io.bowline.model.preflight;

import org.jspecify.annotations.NullMarked;
