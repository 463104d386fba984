/// What the calculators are given by the vendor: prices and what a broker takes of a node.
@NullMarked
package io.bowline.control.sizing;

import org.jspecify.annotations.NullMarked;
