package io.bowline.runner.step.image.login;

import java.util.Optional;

/// How repositories are made in ECR.
///
/// @param region empty to read it from the registry's name
/// @param scanOnPush whether images are scanned as they come
/// @param immutableTags whether a tag stays where it is
/// @param kmsKey empty for the cloud's own encryption
public record EcrTerms(
    Optional<String> region, boolean scanOnPush, boolean immutableTags, Optional<String> kmsKey) {}
