package io.bowline.proto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The descriptors of every protocol version are kept beside the code; what is built now has to
/// understand all of them.
class WireHistoryTest {
  private static final int CURRENT = 1;

  @Test
  void breaksNoProtocolVersion() throws IOException {
    FileDescriptorSet built = built();
    for (int version = 1; version <= CURRENT; version++) {
      assertThat(BreakingChanges.between(committed(version), built))
          .as("what breaks runners that speak version %d", version)
          .isEmpty();
    }
  }

  @Test
  void committedDescriptorsOfTheCurrentVersionAreThoseOfTheSources() throws IOException {
    assertThat(committed(CURRENT).equals(built()))
        .as(
            "the .proto files changed: copy proto/target/classes/bowline.descriptors to"
                + " proto/src/main/resources/io/bowline/proto/descriptors/v%d.descriptors",
            CURRENT)
        .isTrue();
  }

  @Test
  void additionsAreNotRefused() throws IOException {
    FileDescriptorSet newer =
        changed("Hello", hello -> hello.addField(hello.getField(0).toBuilder().setNumber(99)));
    assertThat(BreakingChanges.between(committed(CURRENT), newer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "renumbered", "retyped", "repeated", "renamed"})
  void refusesAFieldThatIs(String change) throws IOException {
    FileDescriptorSet newer =
        changed(
            "HeldJob",
            held -> {
              var epoch = held.getFieldBuilder(1);
              switch (change) {
                case "gone" -> held.removeField(1);
                case "renumbered" -> epoch.setNumber(7);
                case "retyped" -> epoch.setType(FieldDescriptorProto.Type.TYPE_INT32);
                case "repeated" -> epoch.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
                default -> epoch.setName("era");
              }
            });
    List<String> broken = BreakingChanges.between(committed(CURRENT), newer);
    assertThat(broken).singleElement().asString().startsWith("bowline.link.v1.HeldJob.epoch = 2");
  }

  @Test
  void refusesAFieldThatLeavesItsOneof() throws IOException {
    FileDescriptorSet newer =
        changed("ControlFrame", frame -> frame.getFieldBuilder(2).clearOneofIndex());
    assertThat(BreakingChanges.between(committed(CURRENT), newer))
        .singleElement()
        .asString()
        .contains("ControlFrame.welcome = 3 was [");
  }

  @Test
  void takesAFieldAwayOnlyWhenNumberAndNameAreReserved() throws IOException {
    FileDescriptorSet newer =
        changed(
            "HeldJob",
            held -> {
              held.removeField(1);
              held.addReservedName("epoch");
              held.addReservedRange(
                  DescriptorProto.ReservedRange.newBuilder().setStart(2).setEnd(3));
            });
    assertThat(BreakingChanges.between(committed(CURRENT), newer)).isEmpty();
  }

  @Test
  void refusesGoneMessagesEnumValuesAndMethods() throws IOException {
    FileDescriptorSet.Builder newer = built().toBuilder();
    FileDescriptorProto.Builder link = file(newer, "bowline/link/v1/link.proto");
    link.getServiceBuilder(0).removeMethod(0);
    FileDescriptorProto.Builder job = file(newer, "bowline/job/v1/job.proto");
    job.getEnumTypeBuilderList().stream()
        .filter(type -> type.getName().equals("StepState"))
        .forEach(type -> type.removeValue(1));
    job.removeMessageType(job.getMessageTypeCount() - 1);
    assertThat(BreakingChanges.between(committed(CURRENT), newer.build()))
        .containsExactlyInAnyOrder(
            "bowline.link.v1.RunnerLink.Enroll is gone or changed",
            "bowline.job.v1.StepState.STEP_STATE_WAITING = 1 is gone",
            "bowline.job.v1.JobReport is gone");
  }

  private static FileDescriptorSet changed(String message, Consumer<DescriptorProto.Builder> change)
      throws IOException {
    FileDescriptorSet.Builder set = built().toBuilder();
    FileDescriptorProto.Builder link = file(set, "bowline/link/v1/link.proto");
    link.getMessageTypeBuilderList().stream()
        .filter(one -> one.getName().equals(message))
        .forEach(change);
    return set.build();
  }

  private static FileDescriptorProto.Builder file(FileDescriptorSet.Builder set, String name) {
    int index =
        IntStream.range(0, set.getFileCount())
            .filter(i -> set.getFile(i).getName().equals(name))
            .findFirst()
            .orElseThrow();
    return set.getFileBuilder(index);
  }

  private static FileDescriptorSet committed(int version) throws IOException {
    return read("/io/bowline/proto/descriptors/v" + version + ".descriptors");
  }

  private static FileDescriptorSet built() throws IOException {
    return read("/bowline.descriptors");
  }

  private static FileDescriptorSet read(String resource) throws IOException {
    try (InputStream in = WireHistoryTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return FileDescriptorSet.parseFrom(in);
    }
  }
}
