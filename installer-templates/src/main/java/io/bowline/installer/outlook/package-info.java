/// What an install will be in an account, before anything is made: what comes, what it costs, who
/// may do what there then, and how it goes.
@NullMarked
package io.bowline.installer.outlook;

import org.jspecify.annotations.NullMarked;
