package io.bowline.control.platform.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A statement that a version issues, with the types that the database gives its parameters and the
/// columns of its answer.
record RecordedStatement(String sql, List<String> parameters, List<String> answer) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATEMENT =
      Pattern.compile("\\s*(select|insert|update|delete|with)\\s.*", Pattern.DOTALL);
  private static final Pattern NAMED = Pattern.compile("(?<![:\\w]):(?!:)([a-zA-Z_]\\w*)");
  private static final Pattern LISTED = Pattern.compile("<([a-zA-Z_]\\w*)>");
  private static final Pattern INSERT =
      Pattern.compile("\\s*insert into (\\w+)[^(]*\\(([^)]*)\\).*", Pattern.DOTALL);

  /// What an insert names.
  record Insert(String table, List<String> columns) {}

  Optional<Insert> insert() {
    Matcher matcher = INSERT.matcher(sql);
    return matcher.matches()
        ? Optional.of(
            new Insert(
                matcher.group(1),
                Stream.of(matcher.group(2).split(",", -1)).map(String::strip).toList()))
        : Optional.empty();
  }

  /// Asks the database about a statement, without running it.
  static RecordedStatement describe(Connection connection, String sql) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      List<String> parameters = new ArrayList<>();
      ParameterMetaData in = prepared.getParameterMetaData();
      for (int i = 1; i <= in.getParameterCount(); i++) {
        parameters.add(in.getParameterTypeName(i));
      }
      List<String> answer = new ArrayList<>();
      ResultSetMetaData out = prepared.getMetaData();
      for (int i = 1; out != null && i <= out.getColumnCount(); i++) {
        answer.add(out.getColumnLabel(i) + " " + out.getColumnTypeName(i));
      }
      return new RecordedStatement(sql, parameters, answer);
    }
  }

  /// Every statement that stands in the code of today's stores; what is only part of one is left
  /// out.
  static List<RecordedStatement> ofToday(Path classes, Connection connection)
      throws IOException, SQLException {
    List<RecordedStatement> recorded = new ArrayList<>();
    List<Path> stores;
    try (Stream<Path> all = Files.walk(classes)) {
      stores =
          all.filter(file -> file.toString().endsWith(".class"))
              .filter(file -> file.toString().contains("/store/"))
              .sorted()
              .toList();
    }
    for (String sql :
        stores.stream().flatMap(RecordedStatement::texts).sorted().distinct().toList()) {
      try {
        recorded.add(describe(connection, sql));
      } catch (SQLException fragment) {
        if (!"42601".equals(fragment.getSQLState())) {
          throw fragment;
        }
      }
    }
    return recorded;
  }

  private static Stream<String> texts(Path file) {
    try {
      List<String> texts = new ArrayList<>();
      for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
        if (entry instanceof StringEntry text
            && STATEMENT.matcher(text.stringValue()).matches()
            && !text.stringValue().contains("%s")) {
          texts.add(
              LISTED
                  .matcher(NAMED.matcher(text.stringValue()).replaceAll("?"))
                  .replaceAll("?")
                  .strip());
        }
      }
      return texts.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<RecordedStatement> read(Path file) throws IOException {
    List<RecordedStatement> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      all.add(JSON.readValue(line, RecordedStatement.class));
    }
    return all;
  }

  static void write(Path file, List<RecordedStatement> all) throws IOException {
    StringBuilder text = new StringBuilder();
    for (RecordedStatement each : all) {
      text.append(JSON.writeValueAsString(each)).append('\n');
    }
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
