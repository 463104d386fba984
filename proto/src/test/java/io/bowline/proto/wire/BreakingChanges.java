package io.bowline.proto.wire;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a newer set of descriptors would break for those who speak an older one.
final class BreakingChanges {
  private final List<String> found = new ArrayList<>();

  private BreakingChanges() {}

  static List<String> between(FileDescriptorSet older, FileDescriptorSet newer) {
    var changes = new BreakingChanges();
    Map<String, FileDescriptorProto> files =
        byKey(newer.getFileList(), FileDescriptorProto::getName);
    for (FileDescriptorProto file : older.getFileList()) {
      changes.file(file, files.get(file.getName()));
    }
    return changes.found;
  }

  private void file(FileDescriptorProto older, FileDescriptorProto newer) {
    if (newer == null) {
      found.add(older.getName() + " is gone");
      return;
    }
    String scope = older.getPackage();
    if (!scope.equals(newer.getPackage())) {
      found.add(older.getName() + " moved from package " + scope);
    }
    messages(scope, older.getMessageTypeList(), newer.getMessageTypeList());
    enums(scope, older.getEnumTypeList(), newer.getEnumTypeList());
    services(scope, older.getServiceList(), newer.getServiceList());
  }

  private void messages(String scope, List<DescriptorProto> older, List<DescriptorProto> newer) {
    Map<String, DescriptorProto> now = byKey(newer, DescriptorProto::getName);
    for (DescriptorProto message : older) {
      String name = scope + "." + message.getName();
      DescriptorProto same = now.get(message.getName());
      if (same == null) {
        found.add(name + " is gone");
        continue;
      }
      fields(name, message, same);
      messages(name, message.getNestedTypeList(), same.getNestedTypeList());
      enums(name, message.getEnumTypeList(), same.getEnumTypeList());
    }
  }

  private void fields(String message, DescriptorProto older, DescriptorProto newer) {
    Map<Integer, FieldDescriptorProto> now =
        byKey(newer.getFieldList(), FieldDescriptorProto::getNumber);
    for (FieldDescriptorProto field : older.getFieldList()) {
      String name = message + "." + field.getName() + " = " + field.getNumber();
      FieldDescriptorProto same = now.get(field.getNumber());
      if (same == null) {
        if (!reserved(newer, field)) {
          found.add(name + " is gone and not reserved");
        }
      } else if (!shape(older, field).equals(shape(newer, same))) {
        found.add(name + " was [" + shape(older, field) + "], is [" + shape(newer, same) + "]");
      }
    }
  }

  private static String shape(DescriptorProto message, FieldDescriptorProto field) {
    String group =
        field.hasOneofIndex() && !field.getProto3Optional()
            ? " in " + message.getOneofDecl(field.getOneofIndex()).getName()
            : "";
    return field.getLabel()
        + " "
        + field.getType()
        + " "
        + field.getTypeName()
        + " "
        + field.getName()
        + (field.getProto3Optional() ? " optional" : "")
        + group;
  }

  private static boolean reserved(DescriptorProto message, FieldDescriptorProto field) {
    boolean number =
        message.getReservedRangeList().stream()
            .anyMatch(r -> r.getStart() <= field.getNumber() && field.getNumber() < r.getEnd());
    return number && message.getReservedNameList().contains(field.getName());
  }

  private void enums(
      String scope, List<EnumDescriptorProto> older, List<EnumDescriptorProto> newer) {
    Map<String, EnumDescriptorProto> now = byKey(newer, EnumDescriptorProto::getName);
    for (EnumDescriptorProto one : older) {
      String name = scope + "." + one.getName();
      EnumDescriptorProto same = now.get(one.getName());
      if (same == null) {
        found.add(name + " is gone");
        continue;
      }
      Map<Integer, EnumValueDescriptorProto> values =
          byKey(same.getValueList(), EnumValueDescriptorProto::getNumber);
      for (EnumValueDescriptorProto value : one.getValueList()) {
        EnumValueDescriptorProto kept = values.get(value.getNumber());
        if (kept == null || !kept.getName().equals(value.getName())) {
          found.add(name + "." + value.getName() + " = " + value.getNumber() + " is gone");
        }
      }
    }
  }

  private void services(
      String scope, List<ServiceDescriptorProto> older, List<ServiceDescriptorProto> newer) {
    Map<String, ServiceDescriptorProto> now = byKey(newer, ServiceDescriptorProto::getName);
    for (ServiceDescriptorProto service : older) {
      ServiceDescriptorProto same = now.get(service.getName());
      Map<String, MethodDescriptorProto> methods =
          same == null ? Map.of() : byKey(same.getMethodList(), MethodDescriptorProto::getName);
      for (MethodDescriptorProto method : service.getMethodList()) {
        if (!method.equals(methods.get(method.getName()))) {
          found.add(
              scope + "." + service.getName() + "." + method.getName() + " is gone or changed");
        }
      }
    }
  }

  private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toMap(key, Function.identity()));
  }
}
