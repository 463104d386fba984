/// Hands customers the templates that make a base layer in their account.
@NullMarked
package io.bowline.control.installer;

import org.jspecify.annotations.NullMarked;
