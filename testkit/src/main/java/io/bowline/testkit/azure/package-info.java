/// A subscription of Azure for tests: keeps what it is told to make, and judges what it can.
@NullMarked
package io.bowline.testkit.azure;

import org.jspecify.annotations.NullMarked;
