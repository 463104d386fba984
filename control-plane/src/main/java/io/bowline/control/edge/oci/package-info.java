/// The artifact registry on the HTTPS listener: `/v2/` and its login, streaming both ways.
@NullMarked
package io.bowline.control.edge.oci;

import org.jspecify.annotations.NullMarked;
