package io.bowline.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import java.io.IOException;

/// The server's problem documents (RFC 9457) as one line and an exit code.
final class Problems {
  private Problems() {}

  static CliFailure failure(int status, byte[] body, String path) {
    return new CliFailure(exit(status), sentence(status, body, path), field(body));
  }

  private static Exit exit(int status) {
    return switch (status) {
      case 400, 413, 415, 422 -> Exit.USAGE;
      case 401, 403 -> Exit.NOT_ALLOWED;
      case 404, 410 -> Exit.NOT_FOUND;
      case 409, 412, 428 -> Exit.CONFLICT;
      default -> Exit.SERVER;
    };
  }

  private static String sentence(int status, byte[] body, String path) {
    String said = said(body);
    if (!said.isEmpty()) {
      // the server does not repeat what it was asked for
      return status == 404 ? said.replaceAll("\\.$", "") + ": " + asked(path) : said;
    }
    return switch (status) {
      case 401 -> "the server wants a login; run 'bowline sign-in' or 'bowline login'";
      case 403 -> "this token may not do that";
      case 404 -> "there is no " + path;
      case 429 -> "the server asks to come back later";
      default -> "the server answers " + status + " for " + path;
    };
  }

  /// The path as people name things: without version, query and organization.
  private static String asked(String path) {
    return path.replaceAll("\\?.*", "").replaceAll("^/?(api/v1/)?(organizations/[^/]+/(?=.))?", "");
  }

  private static String field(byte[] body) {
    try {
      return JsonMapper.builder().build().readTree(body).path("field").asText("");
    } catch (IOException e) {
      return ""; // no problem document
    }
  }

  private static String said(byte[] body) {
    try {
      JsonNode problem = JsonMapper.builder().build().readTree(body);
      String title = problem.path("title").asText("");
      String detail = problem.path("detail").asText("");
      String joined = title.isEmpty() || detail.isEmpty() ? title + detail : title + ": " + detail;
      return joined.replaceAll("\\p{Cntrl}+", " ").strip();
    } catch (IOException e) {
      return ""; // no problem document: the status alone speaks
    }
  }
}
