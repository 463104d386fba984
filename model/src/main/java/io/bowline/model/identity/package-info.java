/// Who a certificate says it is: the one grammar of SPIFFE identities.
@NullMarked
package io.bowline.model.identity;

import org.jspecify.annotations.NullMarked;
