/// The Kubernetes API: which path means what, and how answers look.
@NullMarked
package io.bowline.simulator.api;

import org.jspecify.annotations.NullMarked;
