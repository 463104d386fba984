package io.bowline.runner.hosted.fleet;

import io.bowline.cloud.Configuration;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.cloud.Answered;
import io.bowline.testkit.cloud.Call;
import io.bowline.testkit.cloud.StateRoom;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// A fleet in AWS; with the module itself and the real provider in `FleetWorkTest`.
@RequiresPart({"terraform", "moto_server"})
class AwsFleetTest extends FleetLifeContract {
  @Override
  FleetJobs open(Path state) throws Exception {
    return new FleetJobs(
        state.resolve("runner"),
        new InMoto(EmulatedAccount.open()),
        StandInModule::new,
        state.resolve("none"));
  }

  private record InMoto(EmulatedAccount account, EmulatedAccount.AccessKey key)
      implements FleetJobs.Account {
    InMoto(EmulatedAccount account) throws IOException {
      this(account, account.user("bowline"));
    }

    @Override
    public Configuration provider() {
      return new Configuration(
          Cloud.AWS, Map.of("aws_access_key", key.id(), "aws_access_secret", key.secret()));
    }

    @Override
    public URI address() {
      return account.address();
    }

    @Override
    public String region() {
      return "eu-central-1";
    }

    @Override
    public String id() {
      return "123456789012";
    }

    @Override
    public StateRoom room() {
      return new S3(
          S3Client.builder()
              .endpointOverride(account.address())
              .forcePathStyle(true)
              .region(Region.of(region()))
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(key.id(), key.secret())))
              .build(),
          FleetJobs.FLEET.toString());
    }

    @Override
    public List<String> secrets() {
      return List.of(key.secret());
    }

    @Override
    public void close() {
      account.close();
    }
  }

  /// What moto has.
  private record S3(S3Client s3, String fleet) implements StateRoom {
    private String bucket() {
      return "bowline-state-" + fleet;
    }

    private Optional<String> read(String key) {
      try {
        return Optional.of(
            s3.getObjectAsBytes(get -> get.bucket(bucket()).key(key)).asUtf8String());
      } catch (NoSuchKeyException | NoSuchBucketException e) {
        return Optional.empty();
      }
    }

    @Override
    public Optional<Answered> answer(Call call) {
      return Optional.empty();
    }

    @Override
    public Optional<String> state() {
      return read("terraform.tfstate");
    }

    @Override
    public void put(String key, String text) {
      var _ = s3.putObject(put -> put.bucket(bucket()).key(key), RequestBody.fromString(text));
    }

    @Override
    public void lock(String note) {
      put("terraform.tfstate.tflock", note);
    }

    @Override
    public boolean isLocked() {
      return read("terraform.tfstate.tflock").isPresent();
    }

    @Override
    public void occupy(String name) {
      throw new UnsupportedOperationException("names are each account's own in moto");
    }

    @Override
    public void forbid() {
      throw new UnsupportedOperationException("FleetWorkTest does");
    }

    @Override
    public List<String> all() {
      var all = new ArrayList<String>();
      s3.listBuckets().buckets().forEach(one -> all.add(one.name()));
      return all;
    }

    @Override
    public List<String> faults() {
      return List.of();
    }
  }
}
