/// A customer's cluster, asked from the vendor's side by a credential that somebody lent: over one
/// address that was looked at, within limits, and over nothing that the environment names.
@NullMarked
package io.bowline.runner.hosted.cluster;

import org.jspecify.annotations.NullMarked;
