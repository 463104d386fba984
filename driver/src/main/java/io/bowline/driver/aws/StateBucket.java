package io.bowline.driver.aws;

import io.bowline.driver.state.CloudRefusal;
import io.bowline.driver.state.HeldLock;
import io.bowline.driver.state.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/// A bucket of the customer's, for the record of what was made in their account: private, with
/// every version kept, encrypted. Every call names the owner, so that one of the same name in
/// another account is never used.
public final class StateBucket implements StateStore {
  private static final int NOT_FOUND = 404;
  private static final int MOVED = 301;
  private static final int FORBIDDEN = 403;
  private static final String FIRST_REGION = "us-east-1";
  private static final ServerSideEncryptionRule ENCRYPTED =
      ServerSideEncryptionRule.builder()
          .applyServerSideEncryptionByDefault(by -> by.sseAlgorithm(ServerSideEncryption.AES256))
          .build();

  /// Where the backend keeps the state, and its lock beside it.
  public static final String STATE = "terraform.tfstate";

  private static final String LOCK = STATE + ".tflock";

  private final S3Client s3;
  private final String region;
  private final String name;
  private final String owner;

  StateBucket(S3Client s3, String region, String name, String owner) {
    this.s3 = s3;
    this.region = region;
    this.name = name;
    this.owner = owner;
  }

  @Override
  public boolean ensure() {
    return asked(
        "made",
        () -> {
          boolean made = !there();
          if (made) {
            create();
          }
          s3.putPublicAccessBlock(block ->
              block
                  .bucket(name)
                  .expectedBucketOwner(owner)
                  .publicAccessBlockConfiguration(all ->
                      all.blockPublicAcls(true)
                          .ignorePublicAcls(true)
                          .blockPublicPolicy(true)
                          .restrictPublicBuckets(true)));
          s3.putBucketVersioning(versioning ->
              versioning
                  .bucket(name)
                  .expectedBucketOwner(owner)
                  .versioningConfiguration(on -> on.status(BucketVersioningStatus.ENABLED)));
          s3.putBucketEncryption(encryption ->
              encryption
                  .bucket(name)
                  .expectedBucketOwner(owner)
                  .serverSideEncryptionConfiguration(rules -> rules.rules(ENCRYPTED)));
          return made;
        });
  }

  @Override
  public boolean exists() {
    return asked("found", this::there);
  }

  private boolean there() {
    try {
      s3.headBucket(head -> head.bucket(name).expectedBucketOwner(owner));
      return true;
    } catch (AwsServiceException e) {
      if (e.statusCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void create() {
    var request = CreateBucketRequest.builder().bucket(name);
    // the first region has no name here
    if (!region.equals(FIRST_REGION)) {
      request.createBucketConfiguration(
          at -> at.locationConstraint(BucketLocationConstraint.fromValue(region)));
    }
    s3.createBucket(request.build());
  }

  /// An object as it is now.
  ///
  /// @throws CloudRefusal when it cannot be read
  public Optional<byte[]> read(String key) {
    return asked(
        "read",
        () -> {
          try {
            var object =
                s3.getObjectAsBytes(get -> get.bucket(name).key(key).expectedBucketOwner(owner));
            return Optional.of(object.asByteArray());
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public Optional<HeldLock> lock() {
    return asked(
        "read",
        () -> {
          try {
            var object =
                s3.getObjectAsBytes(get -> get.bucket(name).key(LOCK).expectedBucketOwner(owner));
            return Optional.of(
                HeldLock.read(
                    object.response().eTag(),
                    object.asUtf8String(),
                    "delete the object %s in the bucket %s".formatted(LOCK, name)));
          } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  @Override
  public void free(HeldLock lock) {
    // a condition on deleting is not known to every S3, so it is looked once more
    if (lock().filter(now -> now.version().equals(lock.version())).isPresent()) {
      asked(
          "written",
          () -> s3.deleteObject(gone -> gone.bucket(name).key(LOCK).expectedBucketOwner(owner)));
    }
  }

  @Override
  public void remove() {
    asked(
        "removed",
        () -> {
          if (there()) {
            s3.listObjectVersionsPaginator(list -> list.bucket(name).expectedBucketOwner(owner))
                .forEach(this::remove);
            s3.deleteBucket(delete -> delete.bucket(name).expectedBucketOwner(owner));
          }
          return true;
        });
  }

  private void remove(ListObjectVersionsResponse page) {
    List<ObjectIdentifier> versions =
        Stream.concat(
                page.versions().stream().map(one -> identifier(one.key(), one.versionId())),
                page.deleteMarkers().stream().map(one -> identifier(one.key(), one.versionId())))
            .toList();
    if (!versions.isEmpty()) {
      var answer =
          s3.deleteObjects(delete ->
              delete
                  .bucket(name)
                  .expectedBucketOwner(owner)
                  .delete(those -> those.objects(versions).quiet(true)));
      if (!answer.errors().isEmpty()) {
        throw new CloudRefusal(
            "bucket-kept",
            "%d objects in %s cannot be deleted. Grant s3:DeleteObjectVersion, or look whether the"
                    .formatted(answer.errors().size(), name)
                + " bucket has a lock.",
            false);
      }
    }
  }

  private static ObjectIdentifier identifier(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }

  private <T> T asked(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw refused(what, e);
    } catch (SdkException e) {
      throw new CloudRefusal("cloud-silent", AwsWords.unknown(e), true);
    }
  }

  private CloudRefusal refused(String what, AwsServiceException e) {
    return switch (e.statusCode()) {
      case MOVED ->
          new CloudRefusal(
              "bucket-elsewhere",
              "The bucket %s is in another region than %s.".formatted(name, region),
              false);
      case FORBIDDEN ->
          new CloudRefusal(
              "bucket-forbidden",
              "The bucket %s cannot be %s: the credentials do not allow it, or it is another account's. Replace the user's policy by the permission document."
                  .formatted(name, what),
              false);
      default ->
          new CloudRefusal(
              "bucket",
              "The bucket %s cannot be %s: ".formatted(name, what) + AwsWords.unknown(e),
              true);
    };
  }
}
