/// Virtual nodes: they pull the images of their pods, run them, probe them and keep their logs.
@NullMarked
package io.bowline.simulator.node;

import org.jspecify.annotations.NullMarked;
