/// What the API server does with objects: create, update, patch, delete, with their rules.
@NullMarked
package io.bowline.simulator.resource;

import org.jspecify.annotations.NullMarked;
