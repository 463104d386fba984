/// What registries want to see as user and password, and where clouds give it.
@NullMarked
package io.bowline.runner.step.image.login;

import org.jspecify.annotations.NullMarked;
