package io.bowline.registry.contract;

import static io.bowline.registry.contract.BlobContract.random;
import static io.bowline.registry.contract.OciClient.bytes;
import static io.bowline.registry.contract.OciClient.code;
import static io.bowline.registry.contract.OciClient.header;
import static io.bowline.registry.contract.OciClient.location;
import static io.bowline.registry.contract.OciClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.Digest.Algorithm;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every way to push, read, mount and remove a blob, under each of the two hash algorithms.
public interface AlgorithmContract extends Contract {
  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aBlobOfOnePost(Algorithm algorithm) {
    needs(Extra.SINGLE_POST);
    byte[] blob = blob(algorithm, 41);
    Digest digest = digest(algorithm, blob);
    HttpResponse<byte[]> posted = client().send("POST", uploads("one") + "?digest=" + digest, blob);
    readableAndRemovable("one", posted, digest, blob);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aBlobOfPostAndPut(Algorithm algorithm) {
    byte[] blob = blob(algorithm, 42);
    Digest digest = digest(algorithm, blob);
    HttpResponse<byte[]> put =
        client().send("PUT", with(client().begin(repository("two")), "digest=" + digest), blob);
    readableAndRemovable("two", put, digest, blob);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aBlobOfAStream(Algorithm algorithm) {
    byte[] blob = blob(algorithm, 43);
    Digest digest = digest(algorithm, blob);
    HttpResponse<byte[]> sent =
        client().stream("PATCH", client().begin(repository("stream")), blob);
    assertThat(sent.statusCode()).isEqualTo(202);
    HttpResponse<byte[]> put = client().send("PUT", with(location(sent), "digest=" + digest));
    readableAndRemovable("stream", put, digest, blob);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aBlobOfChunksWithTheLastInTheClosingPut(Algorithm algorithm) {
    byte[] blob = blob(algorithm, 44);
    Digest digest = digest(algorithm, blob);
    String upload = client().begin(repository("chunks"));
    upload = location(chunk("PATCH", upload, blob, 0, 1_000));
    upload = location(chunk("PATCH", upload, blob, 1_000, 2_000));
    HttpResponse<byte[]> put = chunk("PUT", with(upload, "digest=" + digest), blob, 2_000, 3_000);
    readableAndRemovable("chunks", put, digest, blob);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void chunksOutOfOrderAreRefusedAlsoInTheClosingPut(Algorithm algorithm) {
    needs(Extra.CHUNK_ORDER);
    byte[] blob = blob(algorithm, 45);
    Digest digest = digest(algorithm, blob);
    String upload = client().begin(repository("order"));
    for (int from = 0; from < 2_000; from += 1_000) {
      int wrong = from + 1_000;
      HttpResponse<byte[]> early = chunk("PATCH", upload, blob, wrong, wrong + 1_000);
      assertThat(early.statusCode()).isEqualTo(416);
      upload = location(chunk("PATCH", location(early), blob, from, from + 1_000));
    }
    String closing = with(upload, "digest=" + digest);
    HttpResponse<byte[]> again = chunk("PUT", closing, blob, 0, 1_000);
    assertThat(again.statusCode()).isEqualTo(416);
    assertThat(header(again, "Range")).isEqualTo("0-1999");
    String rest = with(location(again), "digest=" + digest);
    readableAndRemovable("order", chunk("PUT", rest, blob, 2_000, 3_000), digest, blob);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aBlobMountedFromItsRepository(Algorithm algorithm) {
    byte[] blob = blob(algorithm, 46);
    Digest digest = client().pushBlob(repository("source"), blob, digest(algorithm, blob));
    String mount = uploads("target") + "?mount=" + digest + "&from=" + repository("source");
    readableAndRemovable("target", client().send("POST", mount), digest, blob);
    assertThat(client().send("HEAD", path("source", digest)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aBlobMountedFromNowhereNamed(Algorithm algorithm) {
    needs(Extra.ANONYMOUS_MOUNT);
    byte[] blob = blob(algorithm, 47);
    Digest digest = client().pushBlob(repository("somewhere"), blob, digest(algorithm, blob));
    HttpResponse<byte[]> mounted = client().send("POST", uploads("anywhere") + "?mount=" + digest);
    readableAndRemovable("anywhere", mounted, digest, blob);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void aMountOfWhatIsMissingBecomesAnUpload(Algorithm algorithm) {
    byte[] blob = blob(algorithm, 48);
    Digest digest = digest(algorithm, blob);
    String mount = uploads("missing") + "?mount=" + digest + "&from=" + repository("source");
    HttpResponse<byte[]> begun = client().send("POST", mount);
    assertThat(begun.statusCode()).isEqualTo(202);
    HttpResponse<byte[]> put =
        client().send("PUT", with(location(begun), "digest=" + digest), blob);
    readableAndRemovable("missing", put, digest, blob);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void partsOfABlob(Algorithm algorithm) {
    needs(Extra.RANGE_BEHIND_THE_END);
    byte[] blob = random(2_048, 49);
    Digest digest = client().pushBlob(repository("ranges"), blob, digest(algorithm, blob));
    Map<String, int[]> ranges =
        Map.of(
            "500-1499", new int[] {500, 1_500},
            "500-", new int[] {500, 2_048},
            "-500", new int[] {1_548, 2_048},
            "2000-5000", new int[] {2_000, 2_048});
    ranges.forEach((range, bounds) -> {
      HttpResponse<byte[]> part = part("ranges", digest, range);
      assertThat(part.statusCode()).as(range).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(blob, bounds[0], bounds[1]));
      assertThat(header(part, "Content-Range"))
          .isEqualTo("bytes " + bounds[0] + "-" + (bounds[1] - 1) + "/2048");
    });
    assertThat(part("ranges", digest, "5000-10000").statusCode()).isEqualTo(416);
    assertThat(part("ranges", digest, "500-0").statusCode()).isEqualTo(416);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void theEmptyBlobAndTheEmptyObject(Algorithm algorithm) {
    for (byte[] blob : new byte[][] {new byte[0], Manifests.EMPTY}) {
      Digest digest = offered(algorithm, blob);
      String upload = with(client().begin(repository("known")), "digest=" + digest);
      readableAndRemovable("known", client().send("PUT", upload, blob), digest, blob);
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void bytesOfAnotherDigestAreRefusedHoweverTheyCome(Algorithm algorithm) {
    byte[] blob = blob(algorithm, 50);
    Digest claimed = digest(algorithm, bytes("something else " + algorithm));
    String close = "digest=" + claimed;
    String repository = repository("liar");
    if (has(Extra.SINGLE_POST)) {
      refused(client().send("POST", uploads("liar") + "?" + close, blob), claimed);
    }
    refused(client().send("PUT", with(client().begin(repository), close), blob), claimed);
    HttpResponse<byte[]> stream = client().stream("PATCH", client().begin(repository), blob);
    refused(client().send("PUT", with(location(stream), close)), claimed);
    String upload = location(chunk("PATCH", client().begin(repository), blob, 0, 1_000));
    refused(chunk("PUT", with(upload, close), blob, 1_000, 3_000), claimed);
  }

  private void refused(HttpResponse<byte[]> response, Digest claimed) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo("DIGEST_INVALID");
    assertThat(client().send("HEAD", path("liar", claimed)).statusCode()).isEqualTo(404);
  }

  private void readableAndRemovable(
      String name, HttpResponse<byte[]> made, Digest digest, byte[] blob) {
    assertThat(made.statusCode()).as(OciClient.text(made)).isEqualTo(201);
    assertThat(header(made, "Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(client().send("GET", location(made)).body()).isEqualTo(blob);
    HttpResponse<byte[]> head = client().send("HEAD", path(name, digest));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("" + blob.length);
    assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(client().send("DELETE", path(name, digest)).statusCode()).isEqualTo(202);
    assertThat(client().send("GET", path(name, digest)).statusCode()).isEqualTo(404);
    assertThat(client().send("HEAD", path(name, digest)).statusCode()).isEqualTo(404);
  }

  private HttpResponse<byte[]> chunk(String method, String upload, byte[] blob, int from, int to) {
    return client()
        .send(
            method,
            upload,
            Arrays.copyOfRange(blob, from, to),
            "Content-Type",
            "application/octet-stream",
            "Content-Range",
            from + "-" + (to - 1));
  }

  private HttpResponse<byte[]> part(String name, Digest digest, String range) {
    return client().send("GET", path(name, digest), "Range", "bytes=" + range);
  }

  /// Bytes that no other case pushes, so that none finds them there.
  private byte[] blob(Algorithm algorithm, long seed) {
    byte[] bytes = random(3_000, seed * 10 + algorithm.ordinal());
    offered(algorithm, bytes);
    return bytes;
  }

  private Digest offered(Algorithm algorithm, byte[] bytes) {
    if (algorithm == Algorithm.SHA512) {
      needs(Extra.SHA512);
    }
    return digest(algorithm, bytes);
  }

  private static Digest digest(Algorithm algorithm, byte[] bytes) {
    return algorithm == Algorithm.SHA512 ? OciClient.sha512(bytes) : Digest.of(bytes);
  }

  private static String repository(String name) {
    return "algorithms/" + name;
  }

  private static String uploads(String name) {
    return "/v2/" + repository(name) + "/blobs/uploads/";
  }

  private static String path(String name, Digest digest) {
    return "/v2/" + repository(name) + "/blobs/" + digest;
  }
}
