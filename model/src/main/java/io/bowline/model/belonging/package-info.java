/// What installs have in their customers' accounts.
@NullMarked
package io.bowline.model.belonging;

import org.jspecify.annotations.NullMarked;
