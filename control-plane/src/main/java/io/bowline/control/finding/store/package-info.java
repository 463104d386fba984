/// Rows of findings.
@NullMarked
package io.bowline.control.finding.store;

import org.jspecify.annotations.NullMarked;
