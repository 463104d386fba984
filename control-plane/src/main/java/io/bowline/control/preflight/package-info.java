/// Has an install's runner look around where it is, and keeps what it saw.
@NullMarked
package io.bowline.control.preflight;

import org.jspecify.annotations.NullMarked;
