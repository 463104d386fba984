/// The places for records of what was made, as clouds have them: for clouds of which no part can be
/// had here. Each refuses what the cloud's own interface refuses.
@NullMarked
package io.bowline.testkit.cloud;

import org.jspecify.annotations.NullMarked;
