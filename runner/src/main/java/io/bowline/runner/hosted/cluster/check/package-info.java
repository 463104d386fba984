/// What is looked at in a customer's cluster before anything is put into it.
@NullMarked
package io.bowline.runner.hosted.cluster.check;

import org.jspecify.annotations.NullMarked;
