package io.bowline.runner.plan;

import io.bowline.release.bundle.Bundle;
import io.bowline.release.trust.Seen;

/// A release whose signature and sequence have been judged good.
///
/// @param seen what has been seen once it is accepted
record Trusted(Bundle bundle, Seen seen) {}
