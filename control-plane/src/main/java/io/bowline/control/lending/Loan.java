package io.bowline.control.lending;

import java.util.Optional;

/// What a customer lends for making a base layer, and how it is to be.
///
/// @param role its ARN; empty when the job that it was lent for has ended
/// @param network addresses of the network that is made; empty for the module's own choice
/// @param access ARN of who may put the runner into the cluster; empty for nobody
public record Loan(Optional<String> role, String network, String access) {}
