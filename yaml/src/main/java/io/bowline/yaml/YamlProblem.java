package io.bowline.yaml;

/// Why a text is not accepted as YAML, and where.
///
/// @param path of the value, empty for the whole document
/// @param line counted from 1; 0 when the text as a whole is meant
public record YamlProblem(String path, int line, String message) {}
