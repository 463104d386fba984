/// What a runner has to be allowed in a cluster so that it can apply a release.
@NullMarked
package io.bowline.release.rights;

import org.jspecify.annotations.NullMarked;
