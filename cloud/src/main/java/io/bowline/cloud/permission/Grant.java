package io.bowline.cloud.permission;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Permissions that are needed for one reason.
///
/// @param on what they are limited to, in the cloud's own words; empty for everything
/// @param when a condition: its key and the values it may have
public record Grant(
    String reason,
    Set<Purpose> purposes,
    List<String> on,
    Map<String, List<String>> when,
    List<String> actions) {}
