package io.bowline.installer;

/// A rendered file.
///
/// @param file what it is called
/// @param mediaType of its text
public record Document(String file, String mediaType, String text) {}
