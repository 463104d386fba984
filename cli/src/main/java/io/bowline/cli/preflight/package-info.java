/// Looks, before anything is made, whether an install can work from where this runs.
@NullMarked
package io.bowline.cli.preflight;

import org.jspecify.annotations.NullMarked;
