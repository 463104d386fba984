package io.bowline.registry.contract;

import static io.bowline.registry.contract.BlobContract.random;
import static io.bowline.registry.contract.OciClient.bytes;
import static io.bowline.registry.contract.OciClient.code;
import static io.bowline.registry.contract.OciClient.header;
import static io.bowline.registry.contract.OciClient.location;
import static io.bowline.registry.contract.OciClient.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.model.artifact.Digest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Uploads in chunks.
public interface UploadContract extends Contract {
  @Test
  default void chunksInOrderMakeABlob() {
    byte[] blob = random(3_000, 11);
    String upload = client().begin("uploads/chunks");
    for (int i = 0; i < 3; i++) {
      HttpResponse<byte[]> patched = chunk(upload, blob, i * 1_000, (i + 1) * 1_000);
      assertThat(patched.statusCode()).isEqualTo(202);
      assertThat(header(patched, "Range")).isEqualTo("0-" + ((i + 1) * 1_000 - 1));
      upload = location(patched);
    }
    HttpResponse<byte[]> put = client().send("PUT", with(upload, "digest=" + Digest.of(blob)));
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(client().send("GET", location(put)).body()).isEqualTo(blob);
  }

  @Test
  default void theLastChunkMayComeWithTheClosingPut() {
    byte[] blob = random(2_000, 12);
    String upload = client().begin("uploads/last");
    upload = location(chunk(upload, blob, 0, 1_500));
    HttpResponse<byte[]> put =
        client()
            .send(
                "PUT",
                with(upload, "digest=" + Digest.of(blob)),
                Arrays.copyOfRange(blob, 1_500, 2_000),
                "Content-Range",
                "1500-1999");
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(client().send("GET", location(put)).body()).isEqualTo(blob);
  }

  @Test
  default void aChunkOutOfOrderIsToldWhereToGoOn() {
    needs(Extra.CHUNK_ORDER);
    byte[] blob = random(2_000, 13);
    String upload = client().begin("uploads/order");
    upload = location(chunk(upload, blob, 0, 1_000));
    HttpResponse<byte[]> gap = chunk(upload, blob, 1_500, 2_000);
    assertThat(gap.statusCode()).isEqualTo(416);
    assertThat(header(gap, "Range")).isEqualTo("0-999");
    assertThat(location(gap)).startsWith("/v2/uploads/order/blobs/uploads/");
    HttpResponse<byte[]> again = chunk(upload, blob, 0, 1_000);
    assertThat(again.statusCode()).isEqualTo(416);
    assertThat(header(again, "Range")).isEqualTo("0-999");
    HttpResponse<byte[]> status = client().send("GET", upload);
    assertThat(status.statusCode()).isEqualTo(204);
    assertThat(header(status, "Range")).isEqualTo("0-999");
    HttpResponse<byte[]> rest = chunk(location(status), blob, 1_000, 2_000);
    assertThat(rest.statusCode()).isEqualTo(202);
    assertThat(client().send("PUT", with(location(rest), "digest=" + Digest.of(blob))).statusCode())
        .isEqualTo(201);
  }

  @Test
  default void anEndedUploadIsUnknown() {
    String upload = client().begin("uploads/cancel");
    assertThat(client().send("DELETE", upload).statusCode()).isEqualTo(204);
    HttpResponse<byte[]> status = client().send("GET", upload);
    assertThat(status.statusCode()).isEqualTo(404);
    assertThat(code(status)).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    assertThat(client().send("DELETE", upload).statusCode()).isEqualTo(404);
  }

  @Test
  default void anUploadBelongsToItsRepository() {
    needs(Extra.STRICT_STATUS);
    String upload = client().begin("uploads/mine");
    String elsewhere = upload.replace("uploads/mine", "uploads/theirs");
    assertThat(client().send("PATCH", elsewhere, bytes("x")).statusCode()).isEqualTo(404);
  }

  @Test
  default void aChunkThatIsNotAsLongAsItsRangeIsRefused() {
    needs(Extra.STRICT_STATUS);
    String upload = client().begin("uploads/size");
    HttpResponse<byte[]> wrong =
        client().send("PATCH", upload, bytes("abc"), "Content-Range", "0-9");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(code(wrong)).isEqualTo("SIZE_INVALID");
    HttpResponse<byte[]> nonsense =
        client().send("PATCH", upload, bytes("abc"), "Content-Range", "first-last");
    assertThat(nonsense.statusCode()).isEqualTo(400);
    assertThat(code(nonsense)).isEqualTo("BLOB_UPLOAD_INVALID");
  }

  @Test
  default void anUploadIsNotClosedWithoutADigest() {
    String upload = client().begin("uploads/undigested");
    HttpResponse<byte[]> put = client().send("PUT", upload, bytes("abc"));
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(code(put)).isEqualTo("DIGEST_INVALID");
    assertThat(client().send("PUT", with(upload, "digest=sha256:short")).statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<byte[]> chunk(String upload, byte[] blob, int from, int to) {
    return client()
        .send(
            "PATCH",
            upload,
            Arrays.copyOfRange(blob, from, to),
            "Content-Range",
            from + "-" + (to - 1),
            "Content-Type",
            "application/octet-stream");
  }
}
