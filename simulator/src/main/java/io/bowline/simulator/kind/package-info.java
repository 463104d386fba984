/// Which kinds of objects the account knows, built in and from custom resource definitions.
@NullMarked
package io.bowline.simulator.kind;

import org.jspecify.annotations.NullMarked;
