package io.bowline.cloud;

import io.bowline.model.place.Cloud;
import java.util.List;
import java.util.Optional;

/// A kind of fleet provider, as people choose one.
///
/// @param status empty when nothing has to be said of it
/// @param account where one signs in and creates an account
/// @param instructions what to do at the cloud, step by step
public record ProviderType(
    Cloud cloud,
    String name,
    String description,
    Optional<String> status,
    String account,
    List<Field> fields,
    List<String> instructions) {

  /// All of them, in the order of the documentation.
  public static List<ProviderType> all() {
    return List.of(Types.AWS, Types.GCP, Types.ORACLE, Types.AZURE);
  }

  /// The one of a cloud.
  public static ProviderType of(Cloud cloud) {
    return switch (cloud) {
      case AWS -> Types.AWS;
      case GCP -> Types.GCP;
      case ORACLE -> Types.ORACLE;
      case AZURE -> Types.AZURE;
    };
  }

  /// A field by its name.
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
