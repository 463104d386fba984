/// Asks a cloud's HTTP interface, and takes no more of an answer than is good.
@NullMarked
package io.bowline.driver.rest;

import org.jspecify.annotations.NullMarked;
