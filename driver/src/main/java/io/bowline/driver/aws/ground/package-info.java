/// Looks at one region of an AWS account before an install comes into it, with what whoever asks is
/// signed in with. Nothing is made or changed.
@NullMarked
package io.bowline.driver.aws.ground;

import org.jspecify.annotations.NullMarked;
