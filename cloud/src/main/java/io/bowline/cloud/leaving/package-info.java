/// How a person takes away, by a command of their cloud, what an install has left.
@NullMarked
package io.bowline.cloud.leaving;

import org.jspecify.annotations.NullMarked;
