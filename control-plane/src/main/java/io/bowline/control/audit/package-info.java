/// What was done by whom: a chain of hashes per organization, written with the change.
@NullMarked
package io.bowline.control.audit;

import org.jspecify.annotations.NullMarked;
