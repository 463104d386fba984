/// Has a hosted runner make the base layer of an install, once, by a role that its customer lends.
@NullMarked
package io.bowline.control.lending;

import org.jspecify.annotations.NullMarked;
