/// What each organization's callers may take from the artifact registry, and what they took.
@NullMarked
package io.bowline.control.allowance;

import org.jspecify.annotations.NullMarked;
