/// The distribution API's promises as tests, for whatever serves it: an implementing class says
/// where that is.
@NullMarked
package io.bowline.registry.contract;

import org.jspecify.annotations.NullMarked;
