package io.bowline.registry.contract;

import static io.bowline.registry.contract.OciClient.bytes;
import static io.bowline.registry.contract.OciClient.code;
import static io.bowline.registry.contract.OciClient.header;
import static io.bowline.registry.contract.OciClient.location;
import static io.bowline.registry.contract.OciClient.sha512;
import static io.bowline.registry.contract.OciClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Pushing and pulling blobs.
public interface BlobContract extends Contract {
  @Test
  default void theBaseAddressSaysThatThisIsARegistry() {
    HttpResponse<byte[]> base = client().send("GET", "/v2/");
    assertThat(base.statusCode()).isEqualTo(200);
    assertThat(header(base, "Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
  }

  @Test
  default void aBlobPushedByPostAndPutIsPulledByteForByte() {
    byte[] blob = random(300_000, 1);
    Digest digest = client().pushBlob("blobs/post-put", blob);
    HttpResponse<byte[]> got = client().send("GET", "/v2/blobs/post-put/blobs/" + digest);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(blob);
    assertThat(header(got, "Docker-Content-Digest")).isEqualTo(digest.toString());
    HttpResponse<byte[]> head = client().send("HEAD", "/v2/blobs/post-put/blobs/" + digest);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("300000");
    assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest.toString());
    assertThat(head.body()).isEmpty();
  }

  @Test
  default void aBlobPushedByOnePostIsPulled() {
    needs(Extra.SINGLE_POST);
    byte[] blob = random(10_000, 2);
    Digest digest = Digest.of(blob);
    HttpResponse<byte[]> posted =
        client().send("POST", "/v2/blobs/post/blobs/uploads/?digest=" + digest, blob);
    assertThat(posted.statusCode()).isEqualTo(201);
    assertThat(client().send("GET", location(posted)).body()).isEqualTo(blob);
  }

  @Test
  default void aStreamOfUnknownLengthIsTakenInOneChunk() {
    byte[] blob = random(500_000, 3);
    String upload = client().begin("blobs/stream");
    HttpResponse<byte[]> patched = client().stream("PATCH", upload, blob);
    assertThat(patched.statusCode()).isEqualTo(202);
    assertThat(header(patched, "Range")).isEqualTo("0-499999");
    HttpResponse<byte[]> put =
        client().send("PUT", with(location(patched), "digest=" + Digest.of(blob)));
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(client().send("GET", location(put)).body()).isEqualTo(blob);
  }

  @Test
  default void anEmptyBlobIsABlob() {
    Digest digest = client().pushBlob("blobs/empty", new byte[0]);
    HttpResponse<byte[]> got = client().send("GET", "/v2/blobs/empty/blobs/" + digest);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEmpty();
  }

  @Test
  default void sha512NamesABlobAsWell() {
    needs(Extra.SHA512);
    byte[] blob = random(70_000, 4);
    Digest digest = client().pushBlob("blobs/sha512", blob, sha512(blob));
    HttpResponse<byte[]> got = client().send("GET", "/v2/blobs/sha512/blobs/" + digest);
    assertThat(got.body()).isEqualTo(blob);
    assertThat(header(got, "Docker-Content-Digest")).isEqualTo(digest.toString());
    HttpResponse<byte[]> announced =
        client().send("POST", "/v2/blobs/sha512/blobs/uploads/?digest-algorithm=sha512");
    HttpResponse<byte[]> patched = client().stream("PATCH", location(announced), blob);
    assertThat(client().send("PUT", with(location(patched), "digest=" + digest)).statusCode())
        .isEqualTo(201);
    assertThat(
            client()
                .send("POST", "/v2/blobs/sha512/blobs/uploads/?digest-algorithm=md5")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  default void bytesThatAreNotTheDigestAreRefusedAndLeaveNothing() {
    Digest claimed = Digest.of(bytes("promised"));
    HttpResponse<byte[]> put =
        client()
            .send(
                "PUT", with(client().begin("blobs/liar"), "digest=" + claimed), bytes("delivered"));
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(code(put)).isEqualTo("DIGEST_INVALID");
    HttpResponse<byte[]> got = client().send("GET", "/v2/blobs/liar/blobs/" + claimed);
    assertThat(got.statusCode()).isEqualTo(404);
    assertThat(
            client()
                .send("HEAD", "/v2/blobs/liar/blobs/" + Digest.of(bytes("delivered")))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  default void anUnknownBlobIsSaidToBeUnknown() {
    HttpResponse<byte[]> got =
        client().send("GET", "/v2/blobs/none/blobs/" + Digest.of(bytes("nobody pushed this")));
    assertThat(got.statusCode()).isEqualTo(404);
    assertThat(code(got)).isEqualTo("BLOB_UNKNOWN");
  }

  @Test
  default void aPartOfABlobIsReadByRange() {
    byte[] blob = random(1_000, 5);
    String path = "/v2/blobs/range/blobs/" + client().pushBlob("blobs/range", blob);
    HttpResponse<byte[]> middle = client().send("GET", path, "Range", "bytes=100-199");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(header(middle, "Content-Range")).isEqualTo("bytes 100-199/1000");
    assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(blob, 100, 200));
    assertThat(client().send("GET", path, "Range", "bytes=990-").body())
        .isEqualTo(Arrays.copyOfRange(blob, 990, 1000));
    assertThat(client().send("GET", path, "Range", "bytes=-10").body())
        .isEqualTo(Arrays.copyOfRange(blob, 990, 1000));
    if (has(Extra.RANGE_BEHIND_THE_END)) {
      assertThat(client().send("GET", path, "Range", "bytes=1000-").statusCode()).isEqualTo(416);
      assertThat(client().send("GET", path, "Range", "bytes=990-5000").body()).hasSize(10);
    }
  }

  @Test
  default void aDeletedBlobIsGone() {
    String path = "/v2/blobs/gone/blobs/" + client().pushBlob("blobs/gone", random(50, 6));
    assertThat(client().send("DELETE", path).statusCode()).isEqualTo(202);
    assertThat(client().send("GET", path).statusCode()).isEqualTo(404);
    assertThat(client().send("DELETE", path).statusCode()).isEqualTo(404);
  }

  @Test
  default void aBlobIsMountedFromTheRepositoryThatHasIt() {
    byte[] blob = random(200, 7);
    Digest digest = client().pushBlob("blobs/source", blob);
    HttpResponse<byte[]> mounted =
        client()
            .send("POST", "/v2/blobs/target/blobs/uploads/?mount=" + digest + "&from=blobs/source");
    assertThat(mounted.statusCode()).isEqualTo(201);
    assertThat(client().send("GET", "/v2/blobs/target/blobs/" + digest).body()).isEqualTo(blob);
  }

  @Test
  default void aMountThatNamesNoSourceFindsOne() {
    needs(Extra.ANONYMOUS_MOUNT);
    Digest digest = client().pushBlob("blobs/somewhere", random(200, 8));
    HttpResponse<byte[]> mounted =
        client().send("POST", "/v2/blobs/anywhere/blobs/uploads/?mount=" + digest);
    assertThat(mounted.statusCode()).isEqualTo(201);
  }

  @Test
  default void aMountOfWhatIsNotThereBecomesAnUpload() {
    Digest digest = Digest.of(bytes("not there"));
    HttpResponse<byte[]> mounted =
        client()
            .send("POST", "/v2/blobs/target/blobs/uploads/?mount=" + digest + "&from=blobs/source");
    assertThat(mounted.statusCode()).isEqualTo(202);
    HttpResponse<byte[]> put =
        client().send("PUT", with(location(mounted), "digest=" + digest), bytes("not there"));
    assertThat(put.statusCode()).isEqualTo(201);
  }

  /// Bytes without a pattern, the same for the same seed.
  static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    long state = seed;
    for (int i = 0; i < size; i++) {
      state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      bytes[i] = (byte) (state >>> 56);
    }
    return bytes;
  }
}
