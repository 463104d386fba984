/// The chain of what was done, as anybody can check it who has its entries.
@NullMarked
package io.bowline.model.audit;

import org.jspecify.annotations.NullMarked;
