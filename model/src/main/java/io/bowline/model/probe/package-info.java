/// What looking at something far away found, check by check: the same on the wire, at rest and in
/// the API.
@NullMarked
package io.bowline.model.probe;

import org.jspecify.annotations.NullMarked;
