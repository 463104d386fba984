package io.bowline.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is refused, the answer names the repository, and the digest, tag or upload of it.
class RefusalsTest {
  private static final String ABSENT = "sha256:" + "0".repeat(64);
  private static final String SHOP = "acme/shop";
  private static final byte[] BLOB = "a blob".getBytes(UTF_8);
  private static final String HELD = Digest.of(BLOB).toString();
  private static final String NEEDS_ABSENT =
      """
      {"schemaVersion":2,"config":{"digest":"%s","size":1},"layers":[]}
      """
          .formatted(ABSENT);

  @TempDir private Path folder;
  private Registry registry = null;
  private final Set<ErrorCode> seen = EnumSet.noneOf(ErrorCode.class);

  /// A request and what its refusal must name.
  private record Wrong(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String body,
      ErrorCode code,
      List<String> named) {}

  /// Whom the registry answers so, whatever they want.
  private record Told(Admission admission) implements Caller {
    @Override
    public Admission enter() {
      return admission;
    }

    @Override
    public Admission may(Right right, String repository) {
      return admission;
    }
  }

  @BeforeEach
  void open() throws IOException {
    registry =
        new Registry(
            RegistryFolder.open(new LocalDisk(), folder, new RandomNames()),
            new Limits(2_000, 100, 3, 2_000));
    String begun = "/v2/" + SHOP + "/blobs/uploads/";
    assertThat(ask(new Told(new Admission.Granted()), "POST", begun, "digest=" + HELD, "a blob"))
        .isNull();
  }

  /// The error, or null.
  private JsonNode ask(Caller caller, String method, String path, String query, String body)
      throws IOException {
    return ask(caller, new Wrong(method, path, query, Map.of(), body, ErrorCode.DENIED, List.of()));
  }

  private JsonNode ask(Caller caller, Wrong wrong) throws IOException {
    OciRequest request =
        new OciRequest(
            wrong.method(),
            wrong.path(),
            wrong.query(),
            wrong.headers(),
            new ByteArrayInputStream(wrong.body().getBytes(UTF_8)));
    try (OciResponse response = registry.answer(request, caller)) {
      return response.status() < 400
          ? null
          : new JsonMapper().readTree(response.body()).path("errors").path(0);
    }
  }

  private void refused(Caller caller, Wrong wrong) throws IOException {
    JsonNode error = ask(caller, wrong);
    assertThat(error).as(wrong.toString()).isNotNull();
    assertThat(error.path("code").asText()).as(wrong + " " + error).isEqualTo(wrong.code().name());
    assertThat(error.path("message").asText()).as(wrong.toString()).contains(wrong.named());
    assertThat(error.path("message").asText().length()).isLessThan(1_000);
    seen.add(wrong.code());
  }

  private String upload() throws IOException {
    var request =
        new OciRequest(
            "POST",
            "/v2/" + SHOP + "/blobs/uploads/",
            "",
            Map.of(),
            new ByteArrayInputStream(new byte[0]));
    try (OciResponse begun = registry.answer(request, new Told(new Admission.Granted()))) {
      return begun.header("Location").orElseThrow();
    }
  }

  private static Wrong wrong(
      String method, String path, String query, ErrorCode code, String... named) {
    return new Wrong(method, path, query, Map.of(), "", code, List.of(named));
  }

  private static Wrong put(String reference, String body, ErrorCode code, String... named) {
    return new Wrong("PUT", manifest(reference), "", Map.of(), body, code, List.of(named));
  }

  private static String manifest(String reference) {
    return "/v2/" + SHOP + "/manifests/" + reference;
  }

  private static String blob(String digest) {
    return "/v2/" + SHOP + "/blobs/" + digest;
  }

  private List<Wrong> mistakes() throws IOException {
    List<Wrong> all = new ArrayList<>(missing());
    String begin = "/v2/" + SHOP + "/blobs/uploads/";
    all.add(wrong("POST", begin, "digest=md5:1", ErrorCode.DIGEST_INVALID, SHOP, "md5:1"));
    all.add(wrong("POST", begin, "mount=no", ErrorCode.DIGEST_INVALID, SHOP, "no"));
    all.add(wrong("POST", begin, "digest-algorithm=md5", ErrorCode.DIGEST_INVALID, SHOP));
    all.add(wrong("POST", begin, "digest=" + ABSENT, ErrorCode.DIGEST_INVALID, SHOP, ABSENT));
    String hostile = "digest=" + "x".repeat(5_000);
    all.add(wrong("POST", begin, hostile, ErrorCode.DIGEST_INVALID, SHOP, "xxx"));
    all.add(wrong("PUT", upload(), "", ErrorCode.DIGEST_INVALID, SHOP));
    all.add(wrong("PUT", upload(), "digest=" + ABSENT, ErrorCode.DIGEST_INVALID, SHOP, ABSENT));
    all.add(
        wrong("PATCH", begin + "gone-for-good", "", ErrorCode.BLOB_UPLOAD_UNKNOWN, SHOP, "gon"));
    all.add(wrong("PUT", blob(HELD), "", ErrorCode.UNSUPPORTED, SHOP, HELD));
    all.add(headed("PATCH", upload(), "Content-Range", "7-9", ErrorCode.BLOB_UPLOAD_INVALID));
    all.add(headed("PATCH", upload(), "Content-Range", "x", ErrorCode.BLOB_UPLOAD_INVALID));
    all.add(headed("PATCH", upload(), "Content-Length", "101", ErrorCode.BLOB_UPLOAD_INVALID));
    all.add(headed("PATCH", upload(), "Content-Length", "-5", ErrorCode.SIZE_INVALID));
    all.add(headed("PATCH", upload(), "Content-Length", "5", ErrorCode.SIZE_INVALID));
    all.add(headed("GET", blob(HELD), "Range", "bytes=9-", ErrorCode.SIZE_INVALID));
    all.add(put("v1", "{", ErrorCode.MANIFEST_INVALID, SHOP, "v1"));
    all.add(put("v1", "x".repeat(2_001), ErrorCode.MANIFEST_INVALID, SHOP, "v1"));
    all.add(put(".v1", NEEDS_ABSENT, ErrorCode.MANIFEST_INVALID, SHOP, ".v1"));
    all.add(put(ABSENT, NEEDS_ABSENT, ErrorCode.DIGEST_INVALID, SHOP, ABSENT));
    all.add(put("sha256:9", NEEDS_ABSENT, ErrorCode.DIGEST_INVALID, SHOP, "sha256:9"));
    all.add(put("v1", NEEDS_ABSENT, ErrorCode.MANIFEST_BLOB_UNKNOWN, SHOP, "v1", ABSENT));
    return all;
  }

  private static List<Wrong> missing() {
    return List.of(
        wrong("GET", blob(ABSENT), "", ErrorCode.BLOB_UNKNOWN, SHOP, ABSENT),
        wrong("DELETE", blob(ABSENT), "", ErrorCode.BLOB_UNKNOWN, SHOP, ABSENT),
        wrong("GET", blob("sha256:7"), "", ErrorCode.DIGEST_INVALID, SHOP, "sha256:7"),
        wrong("GET", manifest("v9"), "", ErrorCode.MANIFEST_UNKNOWN, SHOP, "v9"),
        wrong("GET", manifest(ABSENT), "", ErrorCode.MANIFEST_UNKNOWN, SHOP, ABSENT),
        wrong("DELETE", manifest("v9"), "", ErrorCode.MANIFEST_UNKNOWN, SHOP, "v9"),
        wrong("GET", "/v2/acme/none/tags/list", "", ErrorCode.NAME_UNKNOWN, "acme/none"),
        wrong("GET", "/v2/UP/er/tags/list", "", ErrorCode.NAME_INVALID, "UP/er"),
        wrong("GET", "/v2/" + SHOP + "/referrers/no", "", ErrorCode.DIGEST_INVALID, SHOP, "no"));
  }

  private static Wrong headed(
      String method, String path, String header, String value, ErrorCode code) {
    return new Wrong(
        method, path, "", Map.of(header.toLowerCase(Locale.ROOT), value), "", code, List.of(SHOP));
  }

  @Test
  void everyRefusalNamesWhatItIsAbout() throws IOException {
    Caller anybody = new Told(new Admission.Granted());
    for (Wrong mistake : mistakes()) {
      refused(anybody, mistake);
    }
    Map<Admission, ErrorCode> denials =
        Map.of(
            new Admission.Challenged("Bearer"), ErrorCode.UNAUTHORIZED,
            new Admission.Denied(), ErrorCode.DENIED,
            new Admission.UsedUp("all is used up"), ErrorCode.DENIED,
            new Admission.TooMuch("slowly", Duration.ofSeconds(1)), ErrorCode.TOOMANYREQUESTS,
            new Admission.Hidden(), ErrorCode.NAME_UNKNOWN);
    for (var denial : denials.entrySet()) {
      Caller nobody = new Told(denial.getKey());
      refused(nobody, wrong("GET", blob(HELD), "", denial.getValue(), SHOP, HELD));
      refused(nobody, wrong("PUT", manifest("v1"), "", denial.getValue(), SHOP, "v1"));
    }
    // no room is shown where there is none, on a full disk
    assertThat(EnumSet.complementOf(EnumSet.copyOf(seen))).containsOnly(ErrorCode.UNAVAILABLE);
  }
}
