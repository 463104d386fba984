/// Allowed regions over HTTP.
@NullMarked
package io.bowline.control.edge.http.region;

import org.jspecify.annotations.NullMarked;
