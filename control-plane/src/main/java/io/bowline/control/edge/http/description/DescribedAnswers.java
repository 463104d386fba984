package io.bowline.control.edge.http.description;

import io.bowline.control.edge.http.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/// Says of every operation that it may be answered with a problem document, and of every create
/// that it answers 201, and of every place in a path that it is a parameter; and how what needs a
/// key is answered while its service is away.
public final class DescribedAnswers implements OASFilter {
  private static final String SCHEMA = "Problem";
  private static final String KEY_AWAY = "KeyAway";
  private static final Pattern PLACE = Pattern.compile("[{]([a-z]+)[}]");

  @Override
  public Operation filterOperation(Operation operation) {
    APIResponses answers = operation.getResponses();
    APIResponse ok = answers.getAPIResponse("200");
    if (ok != null && creates(operation)) {
      answers.removeAPIResponse("200");
      answers.addAPIResponse("201", ok.description("Created"));
    }
    if (operation.hasExtension(Problem.KEY_AWAY)) {
      unmark(operation);
      answers.addAPIResponse("503", OASFactory.createAPIResponse().ref(KEY_AWAY));
    }
    return operation.responses(answers.defaultValue(problem()));
  }

  /// The mark stands at the operation and at what was made of the same method.
  private static void unmark(Operation operation) {
    operation.removeExtension(Problem.KEY_AWAY);
    operation.getResponses().removeExtension(Problem.KEY_AWAY);
    operation
        .getResponses()
        .getAPIResponses()
        .values()
        .forEach(answer -> answer.removeExtension(Problem.KEY_AWAY));
    Optional.ofNullable(operation.getRequestBody())
        .ifPresent(body -> body.removeExtension(Problem.KEY_AWAY));
  }

  private static boolean creates(Operation operation) {
    return Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
        .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()));
  }

  private static APIResponse keyAway() {
    return problem()
        .description(
            "The service that has the key above all secrets cannot be used now. Nothing was changed")
        .addHeader(
            "Retry-After",
            OASFactory.createHeader()
                .description("Seconds after which to try again")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
  }

  private static APIResponse problem() {
    return OASFactory.createAPIResponse()
        .description("What is wrong, and what to do (RFC 9457)")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    Problem.MEDIA_TYPE,
                    OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SCHEMA))));
  }

  /// What stands in a path and is read by no method of its own, as the organization, is a parameter
  /// all the same.
  private static void declare(String path, Operation operation) {
    List<Parameter> known = Optional.ofNullable(operation.getParameters()).orElse(List.of());
    PLACE
        .matcher(path)
        .results()
        .map(place -> place.group(1))
        .filter(name ->
            known.stream()
                .noneMatch(one -> one.getIn() == Parameter.In.PATH && name.equals(one.getName())))
        .forEach(name ->
            operation.addParameter(
                OASFactory.createParameter()
                    .name(name)
                    .in(Parameter.In.PATH)
                    .required(true)
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING))));
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.getPaths()
        .getPathItems()
        .forEach((path, item) ->
            item.getOperations().values().forEach(operation -> declare(path, operation)));
    api.getComponents()
        .addResponse(KEY_AWAY, keyAway())
        .addSchema(
            SCHEMA,
            OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .addProperty("type", text("Always about:blank: the title says it"))
                .addProperty("title", text("What kind of problem"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("What happened, to what, what to do"))
                .addProperty("field", text("The part of the request that is wrong, if it is one")));
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
