/// What lies at which address, and how long an address may be.
@NullMarked
package io.bowline.control.edge.http.address;

import org.jspecify.annotations.NullMarked;
