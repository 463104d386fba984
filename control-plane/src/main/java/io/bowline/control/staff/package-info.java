/// How the vendor's staff come into an organization: asked for, seen by it, and ended by it.
@NullMarked
package io.bowline.control.staff;

import org.jspecify.annotations.NullMarked;
