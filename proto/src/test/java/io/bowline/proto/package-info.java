/// The house rules over this module.
@NullMarked
package io.bowline.proto;

import org.jspecify.annotations.NullMarked;
