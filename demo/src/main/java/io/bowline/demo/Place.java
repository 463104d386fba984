package io.bowline.demo;

import java.nio.file.Path;
import java.util.Optional;

/// The customer's account as the runner is told of it.
///
/// @param registry scheme, host and port
/// @param user and password file of the registry, when it asks for them
/// @param name for people
record Place(
    String name,
    Path kubeconfig,
    String registry,
    Optional<String> user,
    Optional<Path> passwordFile) {}
