/// Where something is: a cloud, its region, its zone.
@NullMarked
package io.bowline.model.place;

import org.jspecify.annotations.NullMarked;
