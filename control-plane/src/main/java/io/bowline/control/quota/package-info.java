/// How much each namespace of the artifact registry may hold, and does.
@NullMarked
package io.bowline.control.quota;

import org.jspecify.annotations.NullMarked;
