package io.bowline.control.arrival.door;

import io.bowline.control.arrival.door.Hearing.Malformed;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Whether a door's word has the form of one: what is kept is printable and of bounded size, since
/// people read it later who did not write it.
final class DoorForm {
  /// A base layer has about sixty things.
  static final int MOST_THINGS = 500;

  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_PARAMETER = 4096;
  private static final int LONGEST_REASON = 2000;
  private static final Pattern DOOR = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9:._/@-]{0,199}");
  private static final Pattern ID =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,1022}[\\x21-\\x7e])?");
  private static final Pattern NAME = Pattern.compile("[\\x20-\\x7e]{0,300}");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
  private static final Pattern WHERE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,199}");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}]+");

  private DoorForm() {}

  static Optional<Malformed> complaint(DoorWord word) {
    if (!DOOR.matcher(word.door()).matches()) {
      return wrong("door", "must be a word such as cloudformation, arm, terraform or by-hand");
    }
    if (!ID.matcher(word.attempt()).matches()) {
      return wrong(
          "attempt",
          "must name this run of the door, such as a stack's id: 1 to 1024 printable characters");
    }
    if (!WHERE.matcher(word.where().account()).matches()) {
      return wrong(
          "account", "must be the account, subscription, project or tenancy that this runs in");
    }
    if (!WHERE.matcher(word.where().region()).matches()) {
      return wrong("region", "must be the region that this runs in");
    }
    if (word.reason().length() > LONGEST_REASON) {
      return wrong("reason", "must have at most " + LONGEST_REASON + " characters");
    }
    return parameters(word).or(() -> made(word.made()));
  }

  private static Optional<Malformed> parameters(DoorWord word) {
    if (word.parameters().size() > MOST_PARAMETERS) {
      return wrong("parameters", "must be at most " + MOST_PARAMETERS);
    }
    return word.parameters().entrySet().stream()
        .filter(one ->
            !PARAMETER.matcher(one.getKey()).matches()
                || one.getValue().length() > LONGEST_PARAMETER)
        .findFirst()
        .flatMap(_ ->
            wrong(
                "parameters",
                "must be names of letters, digits and _, each with a text of at most "
                    + LONGEST_PARAMETER
                    + " characters"));
  }

  private static Optional<Malformed> made(List<MadeThing> made) {
    if (made.size() > MOST_THINGS) {
      return wrong("made", "must be at most " + MOST_THINGS);
    }
    return IntStream.range(0, made.size())
        .boxed()
        .flatMap(i -> thing(i, made.get(i)).stream())
        .findFirst();
  }

  private static Optional<Malformed> thing(int place, MadeThing thing) {
    String field = "made[" + place + "]";
    if (!KIND.matcher(thing.kind()).matches()) {
      return wrong(field + ".kind", "must be a type of resource, such as AWS::EKS::Cluster");
    }
    if (!ID.matcher(thing.id()).matches()) {
      return wrong(
          field + ".id", "must be what the cloud finds it by: 1 to 1024 printable characters");
    }
    return NAME.matcher(thing.name()).matches()
        ? Optional.empty()
        : wrong(field + ".name", "must be at most 300 printable characters");
  }

  /// What a stranger gave as a reason, in one line that does nothing to a terminal.
  static String line(String reason) {
    return UNPRINTABLE.matcher(reason).replaceAll(" ").replaceAll("\\s+", " ").strip();
  }

  private static Optional<Malformed> wrong(String field, String message) {
    return Optional.of(new Malformed(field, message));
  }
}
