/// Organizations that go, over REST.
@NullMarked
package io.bowline.control.edge.http.departure;

import org.jspecify.annotations.NullMarked;
