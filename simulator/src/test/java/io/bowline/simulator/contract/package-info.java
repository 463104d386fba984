/// What clients said to a real Kubernetes and what it answered, asked again of others.
@NullMarked
package io.bowline.simulator.contract;

import org.jspecify.annotations.NullMarked;
