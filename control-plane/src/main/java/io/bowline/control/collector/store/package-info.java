/// The SQL of collectors.
@NullMarked
package io.bowline.control.collector.store;

import org.jspecify.annotations.NullMarked;
