/// Rows of passwords, second factors, sessions and tries; of none of them what a person types.
@NullMarked
package io.bowline.control.account.store;

import org.jspecify.annotations.NullMarked;
