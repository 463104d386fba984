package io.bowline.installer.outlook;

/// A right that stays in the account when an install is made.
///
/// @param who as the cloud shows it, and who takes it
/// @param may actions, or the cloud's own word for several
/// @param why in one sentence
public record Standing(String who, String may, String why) {}
