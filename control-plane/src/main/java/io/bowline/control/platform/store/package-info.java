/// The database: pool, migrations and transactions that know their organization.
@NullMarked
package io.bowline.control.platform.store;

import org.jspecify.annotations.NullMarked;
