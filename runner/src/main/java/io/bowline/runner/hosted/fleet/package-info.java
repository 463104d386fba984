/// Makes fleets in cloud accounts and takes them down, by the modules that an install is made of.
@NullMarked
package io.bowline.runner.hosted.fleet;

import org.jspecify.annotations.NullMarked;
