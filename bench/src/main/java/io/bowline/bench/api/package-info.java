/// The API under load: who asks, what is asked, and what its parts take alone.
@NullMarked
package io.bowline.bench.api;

import org.jspecify.annotations.NullMarked;
