/// What browsers keep, and when it counts.
@NullMarked
package io.bowline.control.edge.http.cookie;

import org.jspecify.annotations.NullMarked;
