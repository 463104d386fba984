/// Where the simulator meets the machine: time, unique ids, certificates.
@NullMarked
package io.bowline.simulator.platform;

import org.jspecify.annotations.NullMarked;
