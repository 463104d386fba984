/// What all executors share: a frozen step, how it is applied, judged and put back.
@NullMarked
package io.bowline.runner.step;

import org.jspecify.annotations.NullMarked;
