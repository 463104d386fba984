package io.bowline.control.account;

/// What a person has to prove by who they are.
///
/// @param recoveryCodes how many are left
public record Account(boolean password, boolean secondFactor, int recoveryCodes) {}
