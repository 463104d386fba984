/// What the runner finds not to be as it should, from when a check saw it until it sees it no more.
@NullMarked
package io.bowline.runner.finding;

import org.jspecify.annotations.NullMarked;
