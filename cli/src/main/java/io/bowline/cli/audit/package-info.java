/// The verbs of the audit: reading it, taking it along, and checking that nothing was changed.
@NullMarked
package io.bowline.cli.audit;

import org.jspecify.annotations.NullMarked;
