/// What a registry may throw away: the decision, which knows no storage, and the report of it.
@NullMarked
package io.bowline.registry.collect;

import org.jspecify.annotations.NullMarked;
