package io.bowline.installer.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// One resource of the base layer in AWS.
///
/// @param logical what it is called inside a template
/// @param part of which layer it is
/// @param step how a person makes it
/// @param check how that person sees that it is right; may be empty
/// @param body as CloudFormation takes it
record AwsPart(String logical, String part, String step, String check, ObjectNode body) {
  String type() {
    return body.path("Type").asText();
  }
}
