package io.bowline.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request that is answered with an error of the specification.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final ErrorCode code;
  private final transient List<String> details;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  Refusal(ErrorCode code, String message) {
    this(code.status(), code, message, List.of());
  }

  Refusal(int status, ErrorCode code, String message) {
    this(status, code, message, List.of());
  }

  /// @param details one error each, as the specification has it for missing blobs
  Refusal(int status, ErrorCode code, String message, List<String> details) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  Refusal with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /// @param about the repository, and what in it; empty for none
  OciResponse response(String about) {
    String message = about.isEmpty() ? getMessage() : about + ": " + getMessage();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode errors = body.putArray("errors");
    if (details.isEmpty()) {
      errors.addObject().put("code", code.name()).put("message", message);
    }
    for (String detail : details) {
      errors
          .addObject()
          .put("code", code.name())
          .put("message", message + ": " + detail)
          .putObject("detail")
          .put("digest", detail);
    }
    OciResponse response =
        OciResponse.of(
            status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    headers.forEach(response::with);
    return response;
  }
}
