package io.bowline.cloud.grant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cloud.Configuration;
import io.bowline.model.id.FleetId;
import io.bowline.model.place.Cloud;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProvisionGrantTest {
  private static final String CANARY = "canary-of-a-secret-access-key-0123456789";
  private static final FleetId FLEET = new FleetId(new UUID(1, 2));
  private static final Configuration AWS =
      new Configuration(
          Cloud.AWS, Map.of("aws_access_key", "AKIAIOSFODNN7EXAMPLE", "aws_access_secret", CANARY));

  private static ObjectNode variables() {
    return JsonNodeFactory.instance.objectNode().put("name", "big-lake");
  }

  private static ProvisionGrant grant(String region, String bucket, ObjectNode variables) {
    return new ProvisionGrant(FLEET, AWS, region, bucket, variables);
  }

  private static ProvisionGrant good() {
    return grant("eu-central-1", ProvisionGrant.bucketOf(FLEET), variables());
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(ProvisionGrant.read(good().document())).isEqualTo(good());
  }

  @Test
  void nothingOfTheSecretIsPrinted() {
    assertThat(good().toString()).doesNotContain(CANARY).doesNotContain("AKIA");
  }

  @Test
  void noOtherDocumentIsTakenForOneAndNothingOfItIsQuoted() {
    for (String other :
        new String[] {
          "",
          "{}",
          CANARY,
          "{\"version\":2,\"fleet\":\"" + CANARY + "\"}",
          new String(good().document(), UTF_8).replace("eu-central-1", "../" + CANARY),
          new String(good().document(), UTF_8).replace("bowline-state-", "theirs-")
        }) {
      assertThatThrownBy(() -> ProvisionGrant.read(other.getBytes(UTF_8)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(CANARY);
    }
  }

  @Test
  void variablesHaveAnEnd() {
    ObjectNode large = variables().put("tags", "x".repeat(70_000));
    assertThatThrownBy(() -> grant("eu-central-1", ProvisionGrant.bucketOf(FLEET), large))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
