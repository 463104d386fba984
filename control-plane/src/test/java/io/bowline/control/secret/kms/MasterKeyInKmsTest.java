package io.bowline.control.secret.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.control.platform.StartupFailure;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.secret.KeyUnavailableException;
import io.bowline.control.secret.MasterKey;
import io.bowline.control.secret.MasterKeyContract;
import io.bowline.control.secret.MasterKeyReader;
import io.bowline.control.secret.PurposeKeys;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.SecretSettings;
import io.bowline.control.secret.TestKeys;
import io.bowline.control.secret.store.PurposeKeyRows;
import io.bowline.testkit.RequiresPart;
import io.bowline.testkit.process.Moto;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/// The contract by a KMS that was not written here.
@Tag("real")
@RequiresPart("moto_server")
class MasterKeyInKmsTest extends MasterKeyContract {
  private static final String REGION = "eu-central-1";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<String> KEYS = new ArrayList<>();

  private static Moto moto;
  private static KmsClient client;

  @BeforeAll
  static void start() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "secret");
    moto = Moto.start(Map.of());
    client = client(moto.address());
    KEYS.clear();
    for (int n = 0; n < 2; n++) {
      KEYS.add(client.createKey().keyMetadata().arn());
    }
  }

  private static KmsClient client(URI address) {
    return KmsClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.of(REGION))
        .endpointOverride(address)
        .build();
  }

  private static String keyAt(URI address) {
    try (KmsClient there = client(address)) {
      return there.createKey().keyMetadata().arn();
    }
  }

  @AfterAll
  static void stop() {
    client.close();
    moto.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private static SecretSettings settings(Map<String, String> more) {
    URI endpoint = moto.address();
    var all = new HashMap<>(more);
    all.put("kms-endpoint", endpoint.toString());
    return TestKeys.settings(all);
  }

  private static MasterKey key(Map<String, String> wish) {
    SecretSettings settings = settings(wish);
    return new MasterKeyReader(settings, name -> AwsKms.open(settings, name), RANDOM)
        .load(Optional.empty());
  }

  @Override
  protected MasterKey open(int key, Optional<Integer> other) {
    var wish = new HashMap<String, String>();
    wish.put("kms-key", KEYS.get(key));
    other.ifPresent(each -> wish.put("other-kms-key", KEYS.get(each)));
    return key(wish);
  }

  @Test
  void aKeyOfAFileIsTakenOverByOneOfTheServiceAndBack() {
    var file = Map.of("master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    Sealed before = key(file).seal("data-key/x", Secret.of("x"));

    var wish = new HashMap<>(file);
    wish.put("other-kms-key", KEYS.getFirst());
    Sealed there = open(0, Optional.empty()).seal("data-key/x", Secret.of("y"));
    MasterKey back = key(wish);
    assertThat(back.open("data-key/x", there)).isEqualTo(Secret.of("y"));
    assertThat(back.renewed("data-key/x", there)).isPresent();
    assertThat(back.renewed("data-key/x", before)).isEmpty();
  }

  @Test
  void anAliasStandsForItsKey() {
    client.createAlias(alias -> alias.aliasName("alias/bowline").targetKeyId(KEYS.getFirst()));
    MasterKey named = key(Map.of("kms-key", "alias/bowline", "kms-region", REGION));

    assertThat(named.fingerprint()).isEqualTo(open(0, Optional.empty()).fingerprint());
    Sealed sealed = named.seal("data-key/x", Secret.of("x"));
    assertThat(open(0, Optional.empty()).open("data-key/x", sealed)).isEqualTo(Secret.of("x"));
  }

  @Test
  void theOrganizationIsSaidToTheServiceAndBoundThere() {
    Sealed sealed = open(0, Optional.empty()).seal("data-key/acme", Secret.of("x"));
    var blob = SdkBytes.fromByteArray(rest(sealed));

    var opened =
        client.decrypt(request ->
            request
                .ciphertextBlob(blob)
                .encryptionContext(
                    Map.of("bowline:kind", "data-key", "bowline:organization", "acme")));
    assertThat(opened.plaintext().asUtf8String()).isEqualTo("x");
  }

  private static byte[] rest(Sealed sealed) {
    byte[] all = sealed.bytes();
    return Arrays.copyOfRange(all, 9, all.length);
  }

  @Test
  void aPurposeHasOneKeyOnEveryReplica() {
    MasterKey one = open(0, Optional.empty());
    Sealed sealed = purposes(one).key("test-purpose").seal("pass", Secret.of("x"));

    assertThat(purposes(open(0, Optional.empty())).key("test-purpose").open("pass", sealed))
        .isEqualTo(Secret.of("x"));
    PurposeKeys taken = purposes(open(1, Optional.of(0)));
    assertThat(taken.renew()).isEqualTo(1);
    assertThat(taken.renew()).isZero();
    assertThat(purposes(open(1, Optional.empty())).key("test-purpose").open("pass", sealed))
        .isEqualTo(Secret.of("x"));
    assertThat(purposes(open(0, Optional.of(1))).renew()).isEqualTo(1);
  }

  private static PurposeKeys purposes(MasterKey key) {
    return new PurposeKeys(key, TestDatabase.transactions(), new PurposeKeyRows(), RANDOM);
  }

  @Test
  void aServiceThatWentAwayIsSaidAndNothingIsLost() throws IOException {
    MasterKey running;
    Sealed sealed;
    try (var other = Moto.start(Map.of())) {
      SecretSettings settings =
          TestKeys.settings(
              Map.of(
                  "kms-key", keyAt(other.address()), "kms-endpoint", other.address().toString()));
      running =
          new MasterKeyReader(settings, name -> AwsKms.open(settings, name), RANDOM)
              .load(Optional.empty());
      sealed = running.seal("data-key/x", Secret.of("x"));
      assertThat(running.open("data-key/x", sealed)).isEqualTo(Secret.of("x"));
    }
    assertThatThrownBy(() -> running.open("data-key/x", sealed))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("AWS KMS at http://127.0.0.1:");
  }

  @Test
  void aKeyThatIsNotThereIsNamed() {
    assertThatThrownBy(() ->
            key(Map.of("kms-key", "arn:aws:kms:%s:123456789012:key/0190c0de".formatted(REGION))))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("There is no key arn:aws:kms:eu-central-1:");
  }
}
