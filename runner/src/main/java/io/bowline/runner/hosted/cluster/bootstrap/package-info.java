/// Puts a runner into a customer's cluster, and takes it out again.
@NullMarked
package io.bowline.runner.hosted.cluster.bootstrap;

import org.jspecify.annotations.NullMarked;
