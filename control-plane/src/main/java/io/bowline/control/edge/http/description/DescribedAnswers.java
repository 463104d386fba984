package io.bowline.control.edge.http.description;

import io.bowline.control.edge.http.Problem;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/// Says of every operation that it may be answered with a problem document, and of every create
/// that it answers 201.
public final class DescribedAnswers implements OASFilter {
  private static final String SCHEMA = "Problem";

  @Override
  public Operation filterOperation(Operation operation) {
    APIResponses answers = operation.getResponses();
    APIResponse ok = answers.getAPIResponse("200");
    if (ok != null && creates(operation)) {
      answers.removeAPIResponse("200");
      answers.addAPIResponse("201", ok.description("Created"));
    }
    return operation.responses(answers.defaultValue(problem()));
  }

  private static boolean creates(Operation operation) {
    return Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
        .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()));
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

  @Override
  public void filterOpenAPI(OpenAPI api) {
    api.getComponents()
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
