/// Reads what doors of AWS say is to be made, and makes it in an emulated account: a stack as
/// CloudFormation does, a guide as a person does.
@NullMarked
package io.bowline.testkit.stack;

import org.jspecify.annotations.NullMarked;
