/// Questions to the DNS, asked of resolvers that the operator chose.
@NullMarked
package io.bowline.control.domain.dns;

import org.jspecify.annotations.NullMarked;
