/// What a customer starts from: one parameter model and one base layer, rendered into doors.
@NullMarked
package io.bowline.installer;

import org.jspecify.annotations.NullMarked;
