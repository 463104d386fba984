package io.bowline.driver.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Azure's lists of actions allow.
class RightsTest {
  private static Rights rights(String json) throws JsonProcessingException {
    return Rights.of(JsonMapper.builder().build().readTree(json));
  }

  @ParameterizedTest
  @CsvSource({
    "*, Microsoft.Network/virtualNetworks/write, true",
    "*/read, Microsoft.Network/virtualNetworks/subnets/read, true",
    "*/read, Microsoft.Network/virtualNetworks/write, false",
    "Microsoft.Network/*, microsoft.network/virtualnetworks/subnets/join/action, true",
    "Microsoft.Network/*/write, Microsoft.Network/virtualNetworks/subnets/write, true",
    "Microsoft.Network/virtualNetworks/write, Microsoft.Network/virtualNetworks/write, true",
    "Microsoft.Network/virtualNetworks/writ, Microsoft.Network/virtualNetworks/write, false",
    "Microsoft.Network/virtualNetworks/writes, Microsoft.Network/virtualNetworks/write, false",
    "'', Microsoft.Network/virtualNetworks/write, false",
    "**, a/b, true",
    "a*b*c, axxbxxbxxc, true",
    "a*b*c, axxbxxbxx, false",
    ".*, a/b, false",
  })
  void aStarStandsForAnythingAndLettersAreOfAnyCase(String pattern, String action, boolean yes) {
    assertThat(Rights.matches(pattern, action)).isEqualTo(yes);
  }

  @Test
  void anExceptionCountsForItsOwnSetOnly() throws JsonProcessingException {
    Rights both =
        rights(
            """
            [{"actions":["*"],"notActions":["Microsoft.Authorization/*/Write"]},
             {"actions":["Microsoft.Authorization/roleAssignments/write"],"notActions":[]}]\
            """);
    assertThat(both.allow("Microsoft.Authorization/roleAssignments/write")).isTrue();
    assertThat(both.allow("Microsoft.Authorization/roleDefinitions/write")).isFalse();
    assertThat(both.allow("Microsoft.Compute/disks/read")).isTrue();
  }

  @Test
  void aPatternFullOfStarsIsJudgedAtOnce() {
    assertThat(Rights.matches("*a".repeat(2000) + "b", "a".repeat(2000))).isFalse();
  }
}
