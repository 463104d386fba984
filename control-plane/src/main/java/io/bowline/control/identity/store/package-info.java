/// The issuing CAs in the database, their keys sealed under the master key.
@NullMarked
package io.bowline.control.identity.store;

import org.jspecify.annotations.NullMarked;
