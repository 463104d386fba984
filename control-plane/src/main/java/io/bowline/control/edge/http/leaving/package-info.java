/// What people ask and say about an install that leaves.
@NullMarked
package io.bowline.control.edge.http.leaving;

import org.jspecify.annotations.NullMarked;
