/// Certificates that customers give for their domains.
@NullMarked
package io.bowline.control.domain.certificate;

import org.jspecify.annotations.NullMarked;
