/// The SQL of jobs: rows, phases as columns, transitions and step events.
@NullMarked
package io.bowline.control.job.store;

import org.jspecify.annotations.NullMarked;
