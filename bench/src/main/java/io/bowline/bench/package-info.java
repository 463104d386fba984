/// Measurements: each is a class, each figure a row with its budget, beside its peers in one run.
@NullMarked
package io.bowline.bench;

import org.jspecify.annotations.NullMarked;
