/// What a runner finds not to be as it should in the account where it is.
@NullMarked
package io.bowline.model.finding;

import org.jspecify.annotations.NullMarked;
