/// How the vendor's staff come into an organization, over REST.
@NullMarked
package io.bowline.control.edge.http.staff;

import org.jspecify.annotations.NullMarked;
