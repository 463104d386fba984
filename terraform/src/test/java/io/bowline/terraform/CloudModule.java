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
/// @param machine the value of `system_pool` that asks for another kind of machine
/// @param provider stands in for the cloud's provider, and answers for its data sources
/// @param own variables that only this cloud has
/// @param says outputs that only this cloud has
/// @param reading how its resources become a base layer
record CloudModule(
    String folder,
    String account,
    String existing,
    String machine,
    StandIn provider,
    Set<String> own,
    Set<String> says,
    Function<Made, BaseLayer> reading) {}
