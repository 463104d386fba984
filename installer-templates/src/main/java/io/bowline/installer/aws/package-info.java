/// The doors of AWS.
@NullMarked
package io.bowline.installer.aws;

import org.jspecify.annotations.NullMarked;
