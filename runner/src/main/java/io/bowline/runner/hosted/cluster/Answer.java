package io.bowline.runner.hosted.cluster;

import com.fasterxml.jackson.databind.JsonNode;

/// What a cluster's API answered.
///
/// @param body missing where it is no JSON
public record Answer(int status, JsonNode body) {
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  public boolean missing() {
    return status == 404;
  }

  public boolean forbidden() {
    return status == 403;
  }
}
