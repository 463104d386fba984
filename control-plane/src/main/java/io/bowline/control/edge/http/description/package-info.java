/// What the API's description says beyond what its methods show.
@NullMarked
package io.bowline.control.edge.http.description;

import org.jspecify.annotations.NullMarked;
