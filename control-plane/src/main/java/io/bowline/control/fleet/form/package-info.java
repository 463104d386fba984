/// What may be said of a fleet's place and inner parts, for each kind of infrastructure.
@NullMarked
package io.bowline.control.fleet.form;

import org.jspecify.annotations.NullMarked;
