/// The account's objects with one revision counter and a bounded history, as etcd keeps them.
@NullMarked
package io.bowline.simulator.storage;

import org.jspecify.annotations.NullMarked;
