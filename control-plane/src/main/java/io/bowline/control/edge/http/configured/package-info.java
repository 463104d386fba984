/// The change log of the own configuration, over REST.
@NullMarked
package io.bowline.control.edge.http.configured;

import org.jspecify.annotations.NullMarked;
