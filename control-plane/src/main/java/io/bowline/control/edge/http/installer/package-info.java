/// The templates that customers install from, in the API.
@NullMarked
package io.bowline.control.edge.http.installer;

import org.jspecify.annotations.NullMarked;
