/// The verbs of base domains.
@NullMarked
package io.bowline.cli.domain;

import org.jspecify.annotations.NullMarked;
