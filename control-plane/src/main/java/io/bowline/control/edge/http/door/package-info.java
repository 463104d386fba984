/// What the doors into customers' accounts tell, and who reads it.
@NullMarked
package io.bowline.control.edge.http.door;

import org.jspecify.annotations.NullMarked;
