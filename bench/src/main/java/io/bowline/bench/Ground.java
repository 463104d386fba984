package io.bowline.bench;

import java.nio.file.Path;

/// What a measurement stands on.
///
/// @param root the checkout, built
/// @param java the program that runs the product
/// @param work an empty folder, removed afterwards
record Ground(Path root, Path java, Path work) {}
