/// What is asked about the surroundings of installs.
@NullMarked
package io.bowline.control.edge.http.preflight;

import org.jspecify.annotations.NullMarked;
