package io.bowline.proto.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.bowline.proto.link.LinkWire;
import io.bowline.proto.wire.JobWire;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What a runner says, field by field: each has a name such as `progress.events.events.step`, also
/// within the job data that messages carry as bytes. A runner holds its messages to a list of these
/// names.
public final class WireFields {
  /// Messages without fields of their own, and times, are one field.
  private static final Set<Descriptor> WHOLE = Set.of(JobWire.Timestamp.getDescriptor());

  /// Fields that hold a version byte and a message.
  private static final Map<String, Message> EMBEDDED =
      Map.of(
          "bowline.link.v1.JobProgress.events", JobWire.StepEvents.getDefaultInstance(),
          "bowline.link.v1.JobResult.outcome", JobWire.Outcome.getDefaultInstance(),
          "bowline.link.v1.JobResult.report", JobWire.JobReport.getDefaultInstance());

  /// Everything that a runner may send to the link, by the name its fields begin with.
  private static final Map<Descriptor, String> FROM_RUNNER =
      Map.of(
          LinkWire.RunnerFrame.getDescriptor(), "",
          LinkWire.EnrollRequest.getDescriptor(), "enroll.",
          LinkWire.RenewRequest.getDescriptor(), "renew.",
          LinkWire.RecoverRequest.getDescriptor(), "recover.",
          LinkWire.CredentialRequest.getDescriptor(), "credential.");

  /// Stands where a text was hidden.
  public static final String HIDDEN_TEXT = "(kept inside)";

  private WireFields() {}

  /// What becomes of a field.
  public enum Passing {
    WHOLE,
    /// Texts are replaced, so that one sees that there were some; anything else is left out.
    HIDDEN,
    REFUSED
  }

  /// The names of all fields that there are.
  public static Set<String> all() {
    var names = new TreeSet<String>();
    FROM_RUNNER.forEach((message, prefix) -> collect(message, prefix, names));
    return names;
  }

  private static void collect(Descriptor message, String prefix, Set<String> names) {
    for (FieldDescriptor field : message.getFields()) {
      String name = prefix + field.getName();
      Message embedded = EMBEDDED.get(field.getFullName());
      if (embedded != null) {
        collect(embedded.getDescriptorForType(), name + ".", names);
      } else if (single(field)) {
        names.add(name);
      } else {
        collect(field.getMessageType(), name + ".", names);
      }
    }
  }

  public static LinkWire.RunnerFrame only(
      LinkWire.RunnerFrame frame, Function<String, Passing> rule) {
    return (LinkWire.RunnerFrame) kept(frame, rule);
  }

  public static LinkWire.EnrollRequest only(
      LinkWire.EnrollRequest request, Function<String, Passing> rule) {
    return (LinkWire.EnrollRequest) kept(request, rule);
  }

  public static LinkWire.RenewRequest only(
      LinkWire.RenewRequest request, Function<String, Passing> rule) {
    return (LinkWire.RenewRequest) kept(request, rule);
  }

  public static LinkWire.RecoverRequest only(
      LinkWire.RecoverRequest request, Function<String, Passing> rule) {
    return (LinkWire.RecoverRequest) kept(request, rule);
  }

  public static LinkWire.CredentialRequest only(
      LinkWire.CredentialRequest request, Function<String, Passing> rule) {
    return (LinkWire.CredentialRequest) kept(request, rule);
  }

  private static Message kept(Message message, Function<String, Passing> rule) {
    return kept(message, FROM_RUNNER.getOrDefault(message.getDescriptorForType(), "?."), rule);
  }

  /// The message with those fields only that may pass; what has no name in this version of the
  /// protocol passes never.
  private static Message kept(Message message, String prefix, Function<String, Passing> rule) {
    Message.Builder kept = message.toBuilder();
    message
        .getAllFields()
        .forEach((field, value) -> {
          String name = prefix + field.getName();
          Message embedded = EMBEDDED.get(field.getFullName());
          if (embedded != null) {
            kept.setField(field, embedded((ByteString) value, embedded, name + ".", rule));
          } else if (single(field)) {
            pass(kept, field, value, rule.apply(name));
          } else if (field.isRepeated()) {
            List<?> all = (List<?>) value;
            kept.setField(
                field, all.stream().map(one -> kept((Message) one, name + ".", rule)).toList());
          } else {
            kept.setField(field, kept((Message) value, name + ".", rule));
          }
        });
    for (int number : message.getUnknownFields().asMap().keySet()) {
      Passing _ = rule.apply(prefix + number); // asked, so that it is told
    }
    return kept.setUnknownFields(UnknownFieldSet.getDefaultInstance()).build();
  }

  private static void pass(
      Message.Builder kept, FieldDescriptor field, Object value, Passing passing) {
    boolean text = field.getJavaType() == FieldDescriptor.JavaType.STRING;
    if (passing == Passing.REFUSED || (passing == Passing.HIDDEN && !text)) {
      kept.clearField(field);
    } else if (passing == Passing.HIDDEN) {
      kept.setField(
          field,
          field.isRepeated()
              ? ((List<?>) value).stream().map(_ -> HIDDEN_TEXT).toList()
              : HIDDEN_TEXT);
    }
  }

  private static ByteString embedded(
      ByteString value, Message kind, String prefix, Function<String, Passing> rule) {
    try {
      Message message = kind.getParserForType().parseFrom(value.substring(1));
      return value.substring(0, 1).concat(kept(message, prefix, rule).toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(prefix, "is not a whole message", e);
    }
  }

  private static boolean single(FieldDescriptor field) {
    return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        || field.getMessageType().getFields().isEmpty()
        || WHOLE.contains(field.getMessageType());
  }
}
