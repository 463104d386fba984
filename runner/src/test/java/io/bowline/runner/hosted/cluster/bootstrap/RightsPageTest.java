package io.bowline.runner.hosted.cluster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RightsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "byok.md");

  @Test
  void thePageListsTheRightsThatAreAskedFor() throws Exception {
    assertThat(Files.readString(PAGE))
        .as("rules of docs/byok.md, as they have to be")
        .contains(BootstrapRole.yaml(RunnerObjects.rights("streaming")));
  }

  @Test
  void thePageNamesEveryObject() throws Exception {
    String page = Files.readString(PAGE);
    for (ObjectKind kind : ObjectKind.values()) {
      assertThat(page).contains("`" + kind.text() + "`");
    }
  }
}
