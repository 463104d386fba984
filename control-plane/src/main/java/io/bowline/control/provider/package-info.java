/// Fleet providers: the credentials of customers' cloud accounts, sealed, and what may be said of
/// them.
@NullMarked
package io.bowline.control.provider;

import org.jspecify.annotations.NullMarked;
