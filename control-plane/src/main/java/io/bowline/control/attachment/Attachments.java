package io.bowline.control.attachment;

import io.bowline.control.attachment.Attachment.Place;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.PublishedRelease;
import io.bowline.model.artifact.Digest;
import io.bowline.model.release.MirroredImage;
import io.bowline.release.document.Reading;
import io.bowline.release.document.ReleaseDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists and hands out what is attached to releases and their images.
@ApplicationScoped
public class Attachments {
  /// What is larger is taken from the registry itself.
  public static final int LARGEST = 16 * 1024 * 1024;

  private final Catalog catalog;
  private final AttachmentShelf shelf;

  public Attachments(Catalog catalog, AttachmentShelf shelf) {
    this.catalog = catalog;
    this.shelf = shelf;
  }

  /// In the order of positions: those of the release, then those of its images.
  ///
  /// @param after the position of the last one seen; empty from the start
  public List<Attachment> list(PublishedRelease release, String after, int limit) {
    List<Attachment> listed = new ArrayList<>();
    for (Place place : places(release)) {
      if ("%04d".formatted(place.number() + 1).compareTo(after) > 0) {
        new AttachmentWalk(shelf)
            .of(place).stream()
                .filter(one -> one.position().compareTo(after) > 0)
                .forEach(listed::add);
      }
      if (listed.size() >= limit) {
        return listed.subList(0, limit);
      }
    }
    return listed;
  }

  /// The one of this digest.
  public Optional<Attachment> find(PublishedRelease release, Digest digest) {
    for (Place place : places(release)) {
      Optional<Attachment> found =
          new AttachmentWalk(shelf)
              .of(place).stream().filter(one -> one.digest().equals(digest)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// Its bytes; empty when they are more than can be handed out here, or gone.
  public Optional<byte[]> content(Attachment attachment) {
    return shelf.blob(attachment.at().repository(), attachment.digest(), LARGEST);
  }

  private List<Place> places(PublishedRelease release) {
    List<Place> places = new ArrayList<>();
    places.add(new Place(0, Optional.empty(), release.repository(), release.digest()));
    for (MirroredImage image : images(release)) {
      places.add(
          new Place(places.size(), Optional.of(image.name()), image.repository(), image.digest()));
    }
    return places;
  }

  private List<MirroredImage> images(PublishedRelease release) {
    byte[] document =
        catalog.document(release.digest()).orElse("").getBytes(StandardCharsets.UTF_8);
    return switch (ReleaseDocument.read(document)) {
      case Reading.Valid(var read) -> read.images();
      case Reading.Invalid _ -> List.of();
    };
  }
}
