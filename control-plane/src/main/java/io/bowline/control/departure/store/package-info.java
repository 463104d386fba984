/// What is known of organizations that go, and the forgetting of their rows.
@NullMarked
package io.bowline.control.departure.store;

import org.jspecify.annotations.NullMarked;
