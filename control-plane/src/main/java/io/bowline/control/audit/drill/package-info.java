/// What a drill of a restore asks of the audit.
@NullMarked
package io.bowline.control.audit.drill;

import org.jspecify.annotations.NullMarked;
