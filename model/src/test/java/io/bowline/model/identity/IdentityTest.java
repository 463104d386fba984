package io.bowline.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bowline.model.id.OrgId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private static final String ORG = "3f1f2a52-0b8f-4c3f-9d0a-4a3f0f6f9a01";
  private static final String INSTALL = "3f1f2a52-0b8f-4c3f-9d0a-4a3f0f6f9a02";
  private static final String HOLDER = "3f1f2a52-0b8f-4c3f-9d0a-4a3f0f6f9a03";

  @ParameterizedTest
  @ValueSource(strings = {"runner", "collector", "hosted"})
  void whatIsReadIsWrittenBack(String role) {
    String uri =
        "spiffe://bowline.example/org/%s/install/%s/%s/%s".formatted(ORG, INSTALL, role, HOLDER);

    assertThat(Identity.parse(uri).uri()).isEqualTo(uri);
    assertThat(Identity.parse(uri).role().segment()).isEqualTo(role);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spiffe://",
        "https://bowline.example/org/ORG/install/INSTALL/runner/HOLDER",
        "spiffe:///org/ORG/install/INSTALL/runner/HOLDER",
        "spiffe://bowline.example/org//install/INSTALL/runner/HOLDER",
        "spiffe://bowline.example/org/ORG/install/INSTALL/admin/HOLDER",
        "spiffe://bowline.example/org/ORG/install/INSTALL/runner/HOLDER/",
        "spiffe://bowline.example/org/ORG/install/INSTALL/runner/HOLDER?x=1",
        "spiffe://bowline.example/org/ORG/install/INSTALL/runner",
        "spiffe://bowline.example/org/../install/INSTALL/runner/HOLDER",
        "spiffe://bowline.example\n/org/ORG/install/INSTALL/runner/HOLDER",
        "spiffe://Bowline.example/org/ORG/install/INSTALL/RUNNER/HOLDER",
        "spiffe://bowline.example/org/------------------------------------/install/INSTALL/runner/HOLDER"
      })
  void anythingElseIsRefusedWhole(String text) {
    String uri = text.replace("ORG", ORG).replace("INSTALL", INSTALL).replace("HOLDER", HOLDER);

    assertThatIllegalArgumentException().isThrownBy(() -> Identity.parse(uri));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-1-1-1-1", "3f1f2a52-0b8f-4c3f-9d0a-4a3f0f6f9a0", "", "x"})
  void aShortenedUuidIsNotAnId(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> OrgId.parse(text));
  }

  @Test
  void anIdIsReadInAnyCase() {
    assertThat(OrgId.parse(ORG.toUpperCase(java.util.Locale.ROOT))).isEqualTo(OrgId.parse(ORG));
  }
}
