/// Who the process is and whom it certifies: issuing CA, server certificates, trust.
@NullMarked
package io.bowline.control.identity;

import org.jspecify.annotations.NullMarked;
