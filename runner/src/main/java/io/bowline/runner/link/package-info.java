/// The runner's end of the link: enrolls, stays connected, hands offers in and reports out.
@NullMarked
package io.bowline.runner.link;

import org.jspecify.annotations.NullMarked;
