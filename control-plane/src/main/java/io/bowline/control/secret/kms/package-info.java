/// Master keys in AWS KMS: the one place of the control plane's own classes that knows AWS.
@NullMarked
package io.bowline.control.secret.kms;

import org.jspecify.annotations.NullMarked;
