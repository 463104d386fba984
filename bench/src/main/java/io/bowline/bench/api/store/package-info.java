/// The floor under whatever asks the database.
@NullMarked
package io.bowline.bench.api.store;

import org.jspecify.annotations.NullMarked;
