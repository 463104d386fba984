/// Runners: how they are enrolled, recovered and revoked, and which replica holds whose stream.
@NullMarked
package io.bowline.control.runner;

import org.jspecify.annotations.NullMarked;
