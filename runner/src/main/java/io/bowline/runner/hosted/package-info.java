/// The work of a hosted runner, on the vendor's side: what calls a customer's cloud or cluster from
/// outside, with a credential that is asked for when the job runs and held in memory alone.
@NullMarked
package io.bowline.runner.hosted;

import org.jspecify.annotations.NullMarked;
