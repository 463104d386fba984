package io.bowline.testkit.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpServer;
import io.bowline.testkit.aws.EmulatedAccount;
import io.bowline.testkit.aws.EmulatedAccount.AccessKey;
import io.bowline.testkit.process.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;

/// A function of a stack, run by a real Python as it stands in the template: with what
/// CloudFormation hands it, under the function's own role, until it has answered CloudFormation.
final class StackFunction {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String HANDLER =
      "import json,index; index.handler(json.load(open('event.json')), None)";

  private final EmulatedAccount account;
  private final Path scratch;

  /// @param scratch a folder for the code
  StackFunction(EmulatedAccount account, Path scratch) {
    this.account = account;
    this.scratch = scratch;
  }

  /// Runs it once.
  ///
  /// @param function as it is in the template, filled in
  /// @param event without the address of the answer
  /// @return what CloudFormation was answered
  JsonNode run(JsonNode function, ObjectNode event) throws IOException, InterruptedException {
    JsonNode given = function.path("Properties");
    AccessKey key = account.service("lambda.amazonaws.com", given.path("FunctionName").asText());
    Path folder = Files.createTempDirectory(scratch, "function");
    Files.writeString(folder.resolve("index.py"), given.at("/Code/ZipFile").asText());
    var answered = new ArrayBlockingQueue<byte[]>(1);
    var here = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    here.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answered.offer(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
          }
        });
    here.start();
    try {
      event.put("ResponseURL", "http://127.0.0.1:" + here.getAddress().getPort() + "/a?signed=1");
      event.set("ResourceProperties", texts(event.path("ResourceProperties")));
      Files.writeString(folder.resolve("event.json"), event.toString());
      Program.Ended ended =
          Program.python(folder, Hand.signedIn(account, key), "-c", HANDLER).run("");
      byte[] answer = answered.poll();
      if (answer == null) {
        throw new IOException("CloudFormation was not answered: " + ended);
      }
      return JSON.readTree(answer);
    } finally {
      here.stop(0);
    }
  }

  /// CloudFormation hands on every value as a text.
  private static JsonNode texts(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode copy = JSON.createObjectNode();
        object.properties().forEach(each -> copy.set(each.getKey(), texts(each.getValue())));
        yield copy;
      }
      case ArrayNode list -> {
        ArrayNode copy = JSON.createArrayNode();
        list.forEach(each -> copy.add(texts(each)));
        yield copy;
      }
      default -> TextNode.valueOf(value.asText());
    };
  }
}
