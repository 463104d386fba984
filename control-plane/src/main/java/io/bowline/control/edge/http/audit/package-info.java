/// The audit over the API: an organization's, and the vendor's own.
@NullMarked
package io.bowline.control.edge.http.audit;

import org.jspecify.annotations.NullMarked;
