/// Where the record of what was made in a customer's account is kept: in that account.
@NullMarked
package io.bowline.driver.state;

import org.jspecify.annotations.NullMarked;
