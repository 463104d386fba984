/// How people prove who they are: passwords, second factors, and the sessions that come of it.
@NullMarked
package io.bowline.control.account;

import org.jspecify.annotations.NullMarked;
