package io.bowline.control.app;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.config.DataSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Holds the data folder for as long as the process lives.
@Singleton
final class DataFolderProducer {
  @Produces
  @Singleton
  DataFolder folder(DataSettings settings) {
    return DataFolder.claim(settings.data().orElseGet(DataFolder::standard)).whole();
  }

  void release(@Disposes DataFolder folder) {
    folder.close();
  }
}
