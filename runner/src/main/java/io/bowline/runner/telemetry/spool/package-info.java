/// A bounded queue on the disk: what is in it survives a crash, what had to go is counted.
@NullMarked
package io.bowline.runner.telemetry.spool;

import org.jspecify.annotations.NullMarked;
