/// What a provider's credentials must allow: one list, which is asked for, probed and handed out.
@NullMarked
package io.bowline.cloud.permission;

import org.jspecify.annotations.NullMarked;
