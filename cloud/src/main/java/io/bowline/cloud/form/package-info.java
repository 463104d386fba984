/// The form of each cloud's credentials: what can be found wrong without asking the cloud.
@NullMarked
package io.bowline.cloud.form;

import org.jspecify.annotations.NullMarked;
