/// What a drill of a restore asks of the secrets.
@NullMarked
package io.bowline.control.secret.drill;

import org.jspecify.annotations.NullMarked;
