package io.bowline.registry.s3;

import io.bowline.registry.storage.UploadLost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// A bucket by what the registry asks of it: whole small objects that are read, put and replaced on
/// conditions, streams of large ones, uploads in parts. Keys are below the prefix.
final class Bucket implements AutoCloseable {
  /// No object of this program has it.
  static final String OTHER_TAG = "\"0123456789abcdef0123456789abcdef\"";

  private static final int PAGE = 1_000;
  private final S3Client client;
  private final Optional<S3Presigner> presigner;
  private final BucketSettings settings;

  Bucket(S3Client client, Optional<S3Presigner> presigner, BucketSettings settings) {
    this.client = client;
    this.presigner = presigner;
    this.settings = settings;
  }

  BucketSettings settings() {
    return settings;
  }

  /// An object as it was at one moment.
  static final class Found {
    private final byte[] bytes;
    private final String tag;

    private Found(byte[] bytes, String tag) {
      this.bytes = bytes;
      this.tag = tag;
    }

    byte[] bytes() {
      return bytes;
    }

    /// Changes with every write of other bytes.
    String tag() {
      return tag;
    }
  }

  /// What a list says of an object.
  record Listed(String key, long size, Instant written, String tag) {}

  /// A part of a list.
  ///
  /// @param more whether there may be more behind it
  record Page(List<Listed> objects, boolean more) {
    static final Page NONE = new Page(List.of(), false);

    /// Where the next one begins.
    String last() {
      return objects.getLast().key();
    }
  }

  /// Reads a small object whole.
  Optional<Found> get(String key) throws IOException {
    try {
      ResponseBytes<GetObjectResponse> found =
          client.getObjectAsBytes(GetObjectRequest.builder().bucket(bucket()).key(at(key)).build());
      return Optional.of(new Found(found.asByteArrayUnsafe(), found.response().eTag()));
    } catch (SdkException e) {
      if (status(e) == 404) {
        return Optional.empty();
      }
      throw failure("reading " + key, e);
    }
  }

  /// Whether an object is there and not empty.
  boolean has(String key) throws IOException {
    return size(key).filter(size -> size > 0).isPresent();
  }

  /// The size of an object, if it is there.
  Optional<Long> size(String key) throws IOException {
    try {
      return Optional.of(
          client.headObject(request -> request.bucket(bucket()).key(at(key))).contentLength());
    } catch (SdkException e) {
      if (status(e) == 404) {
        return Optional.empty();
      }
      throw failure("looking for " + key, e);
    }
  }

  /// Opens an object from an offset that is below its size.
  InputStream open(String key, long from) throws IOException {
    try {
      return client.getObject(
          request -> request.bucket(bucket()).key(at(key)).range("bytes=" + from + "-"));
    } catch (SdkException e) {
      throw failure("reading " + key, e);
    }
  }

  /// Puts an object, in place of what was there; answers its tag.
  String put(String key, byte[] bytes, int length) throws IOException {
    try {
      return client.putObject(request(key).build(), body(bytes, length)).eTag();
    } catch (SdkException e) {
      throw failure("writing " + key, e);
    }
  }

  /// Puts an object unless there is one; answers its tag.
  Optional<String> putNew(String key, byte[] bytes) throws IOException {
    return putIf(request(key).ifNoneMatch("*").build(), bytes);
  }

  /// Puts an object in place of the one with this tag; answers the new tag, or nothing when another
  /// writer came first.
  Optional<String> replace(String key, byte[] bytes, String tag) throws IOException {
    return putIf(request(key).ifMatch(tag).build(), bytes);
  }

  private Optional<String> putIf(PutObjectRequest request, byte[] bytes) throws IOException {
    try {
      return Optional.of(client.putObject(request, body(bytes, bytes.length)).eTag());
    } catch (SdkException e) {
      // 409: another conditional write of the key was under way; 404: it was deleted meanwhile
      return switch (status(e)) {
        case 412, 409, 404 -> {
          if (e instanceof S3Exception refused
              && "NoSuchBucket".equals(refused.awsErrorDetails().errorCode())) {
            throw failure("writing " + request.key(), e);
          }
          yield Optional.empty();
        }
        default -> throw failure("writing " + request.key(), e);
      };
    }
  }

  /// Removes an object, if it is there.
  void delete(String key) throws IOException {
    try {
      client.deleteObject(request -> request.bucket(bucket()).key(at(key)));
    } catch (SdkException e) {
      if (status(e) != 404) {
        throw failure("removing " + key, e);
      }
    }
  }

  /// Removes an object if it is the one with this tag. Some stores do not know this and remove
  /// whatever is there: see `removesOnCondition`.
  void delete(String key, String tag) throws IOException {
    try {
      client.deleteObject(request -> request.bucket(bucket()).key(at(key)).ifMatch(tag));
    } catch (SdkException e) {
      switch (status(e)) {
        case 412, 409, 404 -> {}
        default -> throw failure("removing " + key, e);
      }
    }
  }

  /// Whether the store honours a condition on a removal.
  ///
  /// @param key of a new object to try it with
  boolean removesOnCondition(String key) throws IOException {
    put(key, Text.REMOVED, 0);
    try {
      delete(key, OTHER_TAG);
      return get(key).isPresent();
    } finally {
      delete(key);
    }
  }

  /// A page of the objects below a prefix, in the order of their keys' bytes.
  ///
  /// @param after begin behind this key; empty for the beginning
  Page list(String below, String after, int atMost) throws IOException {
    try {
      ListObjectsV2Response page =
          client.listObjectsV2(request -> {
            request.bucket(bucket()).prefix(at(below)).maxKeys(Math.min(PAGE, atMost));
            if (!after.isEmpty()) {
              request.startAfter(at(after));
            }
          });
      List<Listed> objects =
          page.contents().stream()
              .map(object ->
                  new Listed(
                      object.key().substring(settings.prefix().length()),
                      object.size(),
                      object.lastModified(),
                      object.eTag()))
              .toList();
      return new Page(objects, !objects.isEmpty() && Boolean.TRUE.equals(page.isTruncated()));
    } catch (SdkException e) {
      throw failure("listing " + below, e);
    }
  }

  /// Shows every object below a prefix.
  void each(String below, ListedVisitor visitor) throws IOException {
    pages(
        below,
        objects -> {
          for (Listed object : objects) {
            visitor.visit(object);
          }
        });
  }

  /// Shows every object below a prefix, many at a time.
  void pages(String below, PageVisitor visitor) throws IOException {
    Page page = list(below, "", PAGE);
    while (!page.objects().isEmpty()) {
      visitor.visit(page.objects());
      page = page.more() ? list(below, page.last(), PAGE) : Page.NONE;
    }
  }

  /// Looks at some objects after the other.
  @FunctionalInterface
  interface PageVisitor {
    void visit(List<Listed> objects) throws IOException;
  }

  /// Looks at one object after the other.
  @FunctionalInterface
  interface ListedVisitor {
    void visit(Listed object) throws IOException;
  }

  /// Begins an upload in parts and answers its name.
  String beginParts(String key) throws IOException {
    try {
      return client
          .createMultipartUpload(request -> request.bucket(bucket()).key(at(key)))
          .uploadId();
    } catch (SdkException e) {
      throw failure("beginning " + key, e);
    }
  }

  /// Adds a part and answers its tag; the upload may be lost.
  String putPart(String key, String upload, int number, byte[] bytes, int length)
      throws IOException {
    try {
      return client
          .uploadPart(
              request ->
                  request
                      .bucket(bucket())
                      .key(at(key))
                      .uploadId(upload)
                      .partNumber(number)
                      .contentMD5(md5(bytes, length)),
              body(bytes, length))
          .eTag();
    } catch (SdkException e) {
      throw unlessLost("writing part " + number + " of " + key, e);
    }
  }

  /// Makes the parts one object, if they are still those with these tags; the upload may be lost,
  /// or completed before.
  void finishParts(String key, String upload, List<String> tags) throws IOException {
    List<CompletedPart> parts = new ArrayList<>();
    for (String tag : tags) {
      parts.add(CompletedPart.builder().partNumber(parts.size() + 1).eTag(tag).build());
    }
    try {
      client.completeMultipartUpload(request ->
          request
              .bucket(bucket())
              .key(at(key))
              .uploadId(upload)
              .multipartUpload(whole -> whole.parts(parts)));
    } catch (SdkException e) {
      throw unlessLost("completing " + key, e);
    }
  }

  /// Throws the parts of an upload away, if it is there.
  void abortParts(String key, String upload) throws IOException {
    try {
      client.abortMultipartUpload(
          request -> request.bucket(bucket()).key(at(key)).uploadId(upload));
    } catch (NoSuchUploadException e) {
      return;
    } catch (SdkException e) {
      if (status(e) != 404) {
        throw failure("aborting " + key, e);
      }
    }
  }

  /// An upload in parts that is not completed.
  record InParts(String key, String upload, Instant begun) {}

  /// The uploads in parts below a prefix; some stores answer only for a whole key.
  List<InParts> uploadsBelow(String below) throws IOException {
    try {
      return client
          .listMultipartUploadsPaginator(request -> request.bucket(bucket()).prefix(at(below)))
          .uploads()
          .stream()
          .map(upload ->
              new InParts(
                  upload.key().substring(settings.prefix().length()),
                  upload.uploadId(),
                  upload.initiated()))
          .toList();
    } catch (SdkException e) {
      throw failure("listing uploads below " + below, e);
    }
  }

  /// A signed address from which anybody can read an object for a while, if clients may be sent
  /// there.
  Optional<URI> address(String key, long size) {
    return presigner
        .filter(signer -> settings.redirects().filter(is -> size >= is.smallest()).isPresent())
        .map(signer ->
            URI.create(
                signer
                    .presignGetObject(presign ->
                        presign
                            .signatureDuration(settings.redirects().orElseThrow().life())
                            .getObjectRequest(get ->
                                get.bucket(bucket())
                                    .key(at(key))
                                    .responseContentType("application/octet-stream")))
                    .url()
                    .toString()));
  }

  /// Where this is, for messages.
  @Override
  public String toString() {
    return "bucket %s at %s"
        .formatted(
            bucket(), settings.endpoint().map(URI::toString).orElse("AWS " + settings.region()));
  }

  @Override
  public void close() {
    client.close();
    presigner.ifPresent(S3Presigner::close);
  }

  private String bucket() {
    return settings.bucket();
  }

  private String at(String key) {
    return settings.prefix() + key;
  }

  private PutObjectRequest.Builder request(String key) {
    return PutObjectRequest.builder().bucket(bucket()).key(at(key));
  }

  private static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }

  /// Whatever the way, the store keeps the bytes that were sent or refuses them.
  private static String md5(byte[] bytes, int length) {
    try {
      MessageDigest hash = MessageDigest.getInstance("MD5");
      hash.update(bytes, 0, length);
      return Base64.getEncoder().encodeToString(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK carries MD5", e);
    }
  }

  private static int status(SdkException e) {
    return e instanceof S3Exception answered ? answered.statusCode() : 0;
  }

  /// The store no longer knows an upload in parts that was completed, or aborted by its own rules.
  private IOException unlessLost(String doing, SdkException e) {
    return isNoSuchUpload(e) ? new UploadLost(words(doing, e), e) : failure(doing, e);
  }

  private static boolean isNoSuchUpload(SdkException e) {
    return e instanceof S3Exception answered
        && answered.awsErrorDetails() != null
        && "NoSuchUpload".equals(answered.awsErrorDetails().errorCode());
  }

  private IOException failure(String doing, SdkException e) {
    return new IOException(words(doing, e), e);
  }

  private String words(String doing, SdkException e) {
    return this + ": " + doing + " failed: " + e.getMessage();
  }
}
