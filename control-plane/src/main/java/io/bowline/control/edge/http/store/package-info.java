/// Remembered answers to repeated creates.
@NullMarked
package io.bowline.control.edge.http.store;

import org.jspecify.annotations.NullMarked;
