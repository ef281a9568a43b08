package dev.chainrule.golden;

import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.io.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What a function is called with: tensors by name, and attributes with PyTorch's names and
/// defaults.
final class Arguments {
  private final Map<String, Tensor> tensors;
  private final Settings attributes;
  private final Set<String> used = new HashSet<>();

  Arguments(Map<String, Tensor> tensors, Settings attributes) {
    this.tensors = tensors;
    this.attributes = attributes;
  }

  Settings attributes() {
    return attributes;
  }

  Tensor tensor(String name) {
    return find(name).orElseThrow(() -> new NotApplicable("there is no input " + name));
  }

  Optional<Tensor> find(String name) {
    used.add(name);
    return Optional.ofNullable(tensors.get(name));
  }

  Tensor x() {
    return tensor("x");
  }

  Tensor a() {
    return tensor("a");
  }

  Tensor b() {
    return tensor("b");
  }

  Tensor index() {
    return tensor("index");
  }

  Tensor source() {
    return tensor("src");
  }

  /// Returns the inputs `x0`, `x1`, ... of a function of any number of tensors.
  List<Tensor> list() {
    List<Tensor> list = new ArrayList<>();
    for (int i = 0; tensors.containsKey("x" + i); i++) {
      list.add(tensor("x" + i));
    }
    return list;
  }

  double number(String name) {
    return attributes.number(name);
  }

  double number(String name, double otherwise) {
    return attributes.number(name, otherwise);
  }

  int integer(String name) {
    return attributes.integer(name);
  }

  int integer(String name, int otherwise) {
    return attributes.integer(name, otherwise);
  }

  boolean flag(String name) {
    return attributes.flag(name, false);
  }

  String text(String name, String otherwise) {
    return attributes.text(name, otherwise);
  }

  int[] integers(String name) {
    return attributes.integers(name);
  }

  boolean has(String name) {
    return attributes.has(name);
  }

  Json get(String name) {
    return attributes.get(name);
  }

  boolean keepDim() {
    return flag("keepdim");
  }

  /// Returns the axes of a reduction of `x`, counted from 0: `dim`, or all axes if it is not given.
  int[] axes() {
    Shape shape = x().shape();
    int[] given = attributes.integersOrNone("dim");
    return given.length == 0
        ? IntStream.range(0, shape.rank()).toArray()
        : IntStream.of(given).map(shape::axis).toArray();
  }

  /// Refuses to go on if a tensor or attribute was given that nobody asked for.
  ///
  /// @throws NotApplicable naming it
  void checkAllUsed() {
    for (String name : tensors.keySet()) {
      if (!used.contains(name)) {
        throw new NotApplicable("the input " + name + " is not supported");
      }
    }
    attributes.checkAllUsed();
  }
}
