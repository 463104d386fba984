/// Regions in which an organization's fleets may stand.
@NullMarked
package io.bowline.control.region;

import org.jspecify.annotations.NullMarked;
