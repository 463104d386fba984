/// Looks, before anything is made, whether an install can work from where this runs: ways out, and
/// the addresses of a network; and what has to be known to look at a cloud.
@NullMarked
package io.bowline.cloud.preflight;

import org.jspecify.annotations.NullMarked;
