/// The API of releases, channels, yanks, and of who is entitled to them.
@NullMarked
package io.bowline.control.edge.http.catalog;

import org.jspecify.annotations.NullMarked;
