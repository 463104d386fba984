/// An account of AWS that was not written here, with what it lacks.
@NullMarked
package io.bowline.testkit.aws;

import org.jspecify.annotations.NullMarked;
