/// Base domains: the names under which fleets have their endpoints, their certificates, and whether
/// both are as they should be.
@NullMarked
package io.bowline.control.domain;

import org.jspecify.annotations.NullMarked;
