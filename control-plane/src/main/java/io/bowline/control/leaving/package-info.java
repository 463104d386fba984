/// How an install leaves its customer's account: what it has there, how that goes, and what is
/// signed about it in the end.
@NullMarked
package io.bowline.control.leaving;

import org.jspecify.annotations.NullMarked;
