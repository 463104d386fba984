/// What is known of the clouds that fleets can be in, and of the credentials that each wants.
@NullMarked
package io.bowline.cloud;

import org.jspecify.annotations.NullMarked;
