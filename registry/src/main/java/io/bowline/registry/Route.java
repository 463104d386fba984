package io.bowline.registry;

import io.bowline.model.artifact.ImageReference;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which of the specification's addresses a path is; names are checked, references not yet.
sealed interface Route {
  int MAX_PATH = 1_024;
  Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");
  Pattern REFERRERS = Pattern.compile("/v2/(.+)/referrers/([^/]+)");
  Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");
  Pattern NEW_UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/?");
  Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/([^/]+)");
  Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/([^/]+)");

  record Base() implements Route {}

  record Manifest(String repository, String reference) implements Route {}

  record Referrers(String repository, String digest) implements Route {}

  record Tags(String repository) implements Route {}

  record NewUpload(String repository) implements Route {}

  record OpenUpload(String repository, String id) implements Route {}

  record Blob(String repository, String digest) implements Route {}

  record Nowhere() implements Route {}

  static Route of(String rawPath) throws Refusal {
    String path = decode(rawPath);
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Base();
    }
    Matcher match = MANIFEST.matcher(path);
    if (match.matches()) {
      return new Manifest(name(match), match.group(2));
    }
    if (match.usePattern(REFERRERS).matches()) {
      return new Referrers(name(match), match.group(2));
    }
    if (match.usePattern(TAGS).matches()) {
      return new Tags(name(match));
    }
    if (match.usePattern(NEW_UPLOAD).matches()) {
      return new NewUpload(name(match));
    }
    if (match.usePattern(UPLOAD).matches()) {
      return new OpenUpload(name(match), match.group(2));
    }
    if (match.usePattern(BLOB).matches()) {
      return new Blob(name(match), match.group(2));
    }
    return new Nowhere();
  }

  private static String decode(String rawPath) throws Refusal {
    if (rawPath.length() > MAX_PATH) {
      throw new Refusal(414, ErrorCode.NAME_INVALID, "the path is longer than 1024 characters");
    }
    try {
      return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ErrorCode.NAME_INVALID, "the path is not percent-encoded properly");
    }
  }

  private static String name(Matcher match) throws Refusal {
    String name = match.group(1);
    if (!ImageReference.isRepository(name)) {
      throw new Refusal(
          ErrorCode.NAME_INVALID,
          "a repository is named by lower-case letters, digits and . _ - between slashes, not "
              + About.cut(name));
    }
    return name;
  }
}
