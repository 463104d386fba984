/// The verbs of an author: lint, keygen, publish, sign, verify.
@NullMarked
package io.bowline.cli.release;

import org.jspecify.annotations.NullMarked;
