/// Organizations' keys over HTTP.
@NullMarked
package io.bowline.control.edge.http.secret;

import org.jspecify.annotations.NullMarked;
