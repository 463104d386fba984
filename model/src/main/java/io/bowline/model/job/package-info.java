/// One leased unit of work: its payloads, its phases and the pure function that moves it.
@NullMarked
package io.bowline.model.job;

import org.jspecify.annotations.NullMarked;
