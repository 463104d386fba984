/// OpenID Connect with an organization's identity provider: where people are sent to sign in, what
/// comes back of it, and whether that is to be believed.
@NullMarked
package io.bowline.sso;

import org.jspecify.annotations.NullMarked;
