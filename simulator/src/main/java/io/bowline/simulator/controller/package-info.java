/// The account's controllers: each looks at what is wanted and makes it so, one class a kind.
@NullMarked
package io.bowline.simulator.controller;

import org.jspecify.annotations.NullMarked;
