/// The verbs by which an install leaves its customer's account.
@NullMarked
package io.bowline.cli.leaving;

import org.jspecify.annotations.NullMarked;
