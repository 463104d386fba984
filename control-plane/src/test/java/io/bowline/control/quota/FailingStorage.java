package io.bowline.control.quota;

import io.bowline.registry.storage.Opening;
import io.bowline.registry.storage.Repository;
import io.bowline.registry.storage.Storage;
import io.bowline.registry.storage.Upload;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// A storage that breaks at each commit of an upload, and is as it was before.
final class FailingStorage {
  private FailingStorage() {}

  static Storage of(Storage storage) {
    return breaking(Storage.class, storage);
  }

  /// The same, with repositories and uploads that come out of it breaking as well.
  private static <T> T breaking(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                throw new IOException("broken in the middle of a commit");
              }
              try {
                Object found = method.invoke(real, arguments);
                return switch (found) {
                  case Repository repository -> breaking(Repository.class, repository);
                  case Upload upload -> breaking(Upload.class, upload);
                  case Opening.Held(Upload upload) ->
                      new Opening.Held(breaking(Upload.class, upload));
                  case null -> null;
                  default -> found;
                };
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
