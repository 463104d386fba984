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
/// @param lacks variables and outputs that this cloud cannot have
/// @param falls what the contract asks and this cloud cannot do
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
    Set<Shortfall> falls,
    Function<Made, BaseLayer> reading) {
  /// What a cloud cannot do; its module's page says so.
  enum Shortfall {
    /// Images are encrypted by a key of the cloud's own only.
    IMAGES_BY_OUR_KEY,
    /// Everything is encrypted by keys of the cloud's own only.
    ANY_KEY_OF_OURS,
    /// Images are looked through by something that is no part of a registry.
    SCANNING,
    /// Who may make a cluster has rights in it.
    NO_RIGHTS_BY_MAKING
  }

  @Override
  public String toString() {
    return folder;
  }
}
