package io.bowline.control.artifact;

import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.StartupFailure;
import io.bowline.registry.Caller;
import io.bowline.registry.Limits;
import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.bowline.registry.Registry;
import io.bowline.registry.disk.LocalDisk;
import io.bowline.registry.disk.RegistryFolder;
import io.bowline.registry.platform.RandomNames;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The vendor's artifact registry: releases and the images they need.
@Singleton
public final class Artifacts {
  private final Visitors visitors;
  private final Passes passes;
  private final Repositories repositories;
  private final RegistryFolder folder;
  private final Registry registry;

  public Artifacts(
      ArtifactSettings settings,
      DataFolder data,
      Visitors visitors,
      Passes passes,
      Repositories repositories) {
    this.visitors = visitors;
    this.passes = passes;
    this.repositories = repositories;
    this.folder = open(ArtifactSettings.folder(settings, data.root()));
    Limits usual = Limits.USUAL;
    this.registry =
        new Registry(
            folder,
            new Limits(
                usual.manifestBytes(),
                settings.maxBlobBytes(),
                usual.pageEntries(),
                usual.pageBytes()));
  }

  private static RegistryFolder open(Path path) {
    try {
      Files.createDirectories(path);
      return RegistryFolder.open(new LocalDisk(), path, new RandomNames());
    } catch (IOException e) {
      throw new StartupFailure(
          "The artifact folder %s cannot be used: %s. Check bowline.artifacts.folder."
              .formatted(path, e),
          e);
    }
  }

  /// The sender of a request, as far as what it brought is good.
  ///
  /// @param realm where it may get a pass
  public Caller caller(Presented presented, String realm) {
    return switch (presented) {
      case Presented.Nothing _ -> guest(Optional.empty(), Optional.empty(), realm);
      case Presented.Directly(Credential credential) ->
          guest(visitors.of(credential), Optional.empty(), realm);
      case Presented.ByPass(var text) -> {
        Optional<Pass> pass = passes.open(text);
        yield guest(pass.map(Pass::credential).flatMap(visitors::of), pass, realm);
      }
    };
  }

  private Caller guest(Optional<Visitor> visitor, Optional<Pass> pass, String realm) {
    return new Guest(visitor, pass, realm, repositories);
  }

  /// Answers one request of the distribution API.
  public OciResponse answer(OciRequest request, Caller caller) throws IOException {
    return registry.answer(request, caller);
  }

  /// Issues a pass; empty when the credential is not good.
  public Optional<Passes.Issued> pass(Credential credential, List<Wish> wishes) {
    return visitors.of(credential).map(_ -> passes.issue(credential, wishes));
  }

  /// Forgets uploads that nobody wrote to since.
  public void forgetUploadsUntouchedSince(Instant moment) throws IOException {
    folder.forgetUntouchedSince(moment);
  }
}
