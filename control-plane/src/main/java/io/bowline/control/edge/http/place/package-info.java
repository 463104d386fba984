/// Which install a request is about, wherever its address says so.
@NullMarked
package io.bowline.control.edge.http.place;

import org.jspecify.annotations.NullMarked;
