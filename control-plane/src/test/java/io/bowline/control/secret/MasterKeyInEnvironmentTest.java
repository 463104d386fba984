package io.bowline.control.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// The contract by the environment; the other key is always in a file, or in a service.
class MasterKeyInEnvironmentTest extends MasterKeyContract {
  @TempDir Path folder;

  @Override
  protected MasterKey open(int key, Optional<Integer> other) {
    var settings = new HashMap<String, String>();
    settings.put("master-key", TestKeys.text(key));
    other.ifPresent(each -> settings.put("other-master-key-file", file(each)));
    return TestKeys.reader(TestKeys.settings(settings)).load(Optional.empty());
  }

  private String file(int key) {
    try {
      return Files.writeString(folder.resolve("other.key"), TestKeys.text(key)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
