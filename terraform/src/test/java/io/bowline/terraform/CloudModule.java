package io.bowline.terraform;

import io.bowline.testkit.layer.BaseLayer;
import io.bowline.testkit.terraform.Made;
import io.bowline.testkit.terraform.StandIn;
import java.util.Set;
import java.util.function.Function;

/// What is particular about the module of one cloud.
///
/// @param folder of the module, below this one
/// @param account the arguments that say where in the cloud it is, as HCL
/// @param existing the value of `existing_vpc`: a network that `provider` knows
/// @param more arguments that ask for what is seldom asked for, another kind of machine among them
/// @param provider stands in for the cloud's provider, and answers for its data sources
/// @param own variables that only this cloud has
/// @param says outputs that only this cloud has
/// @param lacks outputs that this cloud cannot have
/// @param seals whether images are encrypted by a key of the customer's there
/// @param reading how its resources become a base layer
record CloudModule(
    String folder,
    String account,
    String existing,
    String more,
    StandIn provider,
    Set<String> own,
    Set<String> says,
    Set<String> lacks,
    boolean seals,
    Function<Made, BaseLayer> reading) {
  @Override
  public String toString() {
    return folder;
  }
}
