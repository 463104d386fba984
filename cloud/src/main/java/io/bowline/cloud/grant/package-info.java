/// What a hosted runner is handed for one job on a fleet, and how it is written on the way.
@NullMarked
package io.bowline.cloud.grant;

import org.jspecify.annotations.NullMarked;
