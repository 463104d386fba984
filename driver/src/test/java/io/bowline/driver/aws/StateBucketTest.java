package io.bowline.driver.aws;

import io.bowline.cloud.Configuration;
import io.bowline.driver.state.StateStore;
import io.bowline.driver.state.StateStoreContract;
import io.bowline.model.place.Cloud;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

/// A record in S3, before one that was not written here.
@Tag("real")
@RequiresPart("moto_server")
class StateBucketTest extends StateStoreContract {
  private static final String REGION = "eu-central-1";
  private static Moto moto;

  @BeforeAll
  static void start() throws IOException {
    moto = Moto.start(Map.of());
  }

  @AfterAll
  static void stop() {
    moto.close();
  }

  @Override
  protected Account open() {
    return new InMoto(moto.address());
  }

  private static final class InMoto implements Account {
    private final AwsHome home;
    private final S3Client s3;

    InMoto(URI address) {
      home =
          new AwsHome(
              new AwsPlace(Optional.of(address), Duration.ofSeconds(30)),
              new Configuration(
                  Cloud.AWS, Map.of("aws_access_key", "AKIA", "aws_access_secret", "any")),
              REGION);
      s3 =
          S3Client.builder()
              .endpointOverride(address)
              .forcePathStyle(true)
              .region(Region.of(REGION))
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "any")))
              .build();
    }

    @Override
    public StateStore store() {
      return home.bucket(NAME, new AwsHome.Owner("aws", "123456789012", ""));
    }

    @Override
    public void put(String key, String text) {
      var _ = s3.putObject(put -> put.bucket(NAME).key(key), RequestBody.fromString(text));
    }

    @Override
    public void lock(String note) {
      put("terraform.tfstate.tflock", note);
    }

    @Override
    public boolean isLocked() {
      return s3.listObjectsV2(list -> list.bucket(NAME)).contents().stream()
          .anyMatch(one -> one.key().endsWith(".tflock"));
    }

    @Override
    public List<String> all() {
      return s3.listBuckets().buckets().stream().map(Bucket::name).toList();
    }

    @Override
    public List<String> faults() {
      var faults = new ArrayList<String>();
      if (!"Enabled".equals(s3.getBucketVersioning(of -> of.bucket(NAME)).statusAsString())) {
        faults.add("one version");
      }
      var block = s3.getPublicAccessBlock(of -> of.bucket(NAME)).publicAccessBlockConfiguration();
      if (!block.blockPublicAcls() || !block.restrictPublicBuckets()) {
        faults.add("public");
      }
      if (s3.getBucketEncryption(of -> of.bucket(NAME))
          .serverSideEncryptionConfiguration()
          .rules()
          .isEmpty()) {
        faults.add("in the clear");
      }
      return faults;
    }

    @Override
    public boolean occupy() {
      return false;
    }

    @Override
    public boolean forbid() {
      return false;
    }

    @Override
    public void close() {
      store().remove();
      s3.close();
      home.close();
    }
  }
}
