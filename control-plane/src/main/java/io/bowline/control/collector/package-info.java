/// Collectors: what a customer runs beside the runner to send logs and metrics, each with a
/// certificate of its own that is good for nothing else.
@NullMarked
package io.bowline.control.collector;

import org.jspecify.annotations.NullMarked;
