/// What people ask about an install on its way.
@NullMarked
package io.bowline.control.edge.http.arrival;

import org.jspecify.annotations.NullMarked;
