package io.bowline.control.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.model.cost.PriceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A table of prices is read whole, or the process says what is wrong with it.
class PriceFileTest {
  @TempDir Path folder;

  private Path written(String text) throws IOException {
    return Files.writeString(folder.resolve("prices.json"), text);
  }

  @Test
  void pricesAreReadWithTheirDay() throws IOException {
    PriceTable table =
        PriceFile.read(
            written(
                """
                {"asOf": "2026-11-01", "currency": "USD",
                 "egress": [{"cloud": "aws", "region": "us-west-2", "to": "other-cloud", "perGigabyte": 0.09}],
                 "machines": [{"cloud": "gcp", "region": "us-west1", "type": "n2-standard-4", "perHour": 0.1942}]}
                """));
    assertThat(table.asOf()).hasToString("2026-11-01");
    assertThat(table.egress()).singleElement().extracting("perGigabyte").hasToString("0.09");
    assertThat(table.nodes()).singleElement().extracting("perHour").hasToString("0.1942");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "[];cannot be read",
        "{\"asOf\";it is not JSON",
        "{};asOf is missing",
        "{\"asOf\":\"yesterday\",\"currency\":\"USD\"};yesterday",
        "{\"asOf\":\"2026-11-01\",\"currency\":\"dollars\"};currency",
        "{\"asOf\":\"2026-11-01\",\"currency\":\"USD\",\"egres\":[]};egres",
        "{\"asOf\":\"2026-11-01\",\"currency\":\"USD\",\"egress\":[{\"cloud\":\"ibm\"}]};no cloud ibm",
        "{\"asOf\":\"2026-11-01\",\"currency\":\"USD\",\"machines\":[{\"cloud\":\"aws\",\"region\":\"r\",\"type\":\"t\",\"perHour\":-1}]};machines perHour must be 0"
      })
  void whatIsWrongIsSaidWithTheFile(String text, String said) throws IOException {
    Path file = written(text);
    assertThatThrownBy(() -> PriceFile.read(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(said);
  }
}
