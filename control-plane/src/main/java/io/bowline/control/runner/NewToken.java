package io.bowline.control.runner;

import io.bowline.model.id.InstallId;
import java.time.Duration;

/// What is asked for when a token is made.
///
/// @param life at most an hour
/// @param by who asks, for the record
public record NewToken(
    InstallId install, Duration life, String cloudAccount, String region, String by) {}
