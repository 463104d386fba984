/// A customer's account in one process: the account itself, and the program that starts one.
@NullMarked
package io.bowline.simulator;

import org.jspecify.annotations.NullMarked;
