package io.bowline.cloud;

/// What is wrong with one field.
///
/// @param message goes on after the field's name: what is wrong and what to do; never the value
public record Complaint(String field, String message) {}
