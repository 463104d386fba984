package io.bowline.installer;

/// The one install that a door is rendered for.
///
/// @param name which everything is called after
/// @param installId in lower case
/// @param account in which alone it is made
/// @param externalId by which a role knows that it is this install's vendor who asks
public record Site(
    String name, String installId, String account, String region, String externalId) {}
