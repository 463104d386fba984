@NullMarked
package io.bowline.runner.hosted.fleet;

import org.jspecify.annotations.NullMarked;
