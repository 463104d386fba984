/// The vendor's hosted runners, one for each organization, and the secrets that their jobs are
/// handed, one call at a time.
@NullMarked
package io.bowline.control.hosted;

import org.jspecify.annotations.NullMarked;
