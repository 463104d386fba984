/// Certificates and private keys in PEM, as strangers send them.
@NullMarked
package io.bowline.cloud.pem;

import org.jspecify.annotations.NullMarked;
