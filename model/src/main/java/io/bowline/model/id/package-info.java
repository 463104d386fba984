/// Names of things that have a record of their own: single-component records, one per noun.
@NullMarked
package io.bowline.model.id;

import org.jspecify.annotations.NullMarked;
