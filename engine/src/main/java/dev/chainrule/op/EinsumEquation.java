package dev.chainrule.op;

import dev.chainrule.Shape;
import dev.chainrule.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An equation such as `ij,jk->ik`, read: a label for every axis of every operand and of the
/// result.
///
/// Labels are letters. The axes that an ellipsis stands for get labels of their own, counted from
/// the innermost one, when the operands' shapes are known.
///
/// @param text as it was written
/// @param operands the labels of each operand
/// @param output the labels of the result
record EinsumEquation(String text, List<String> operands, String output) {
  /// Stands for an ellipsis in labels.
  private static final char ELLIPSIS = '…';

  /// The label of the innermost axis of an ellipsis; those further out follow. No letter is as
  /// large.
  private static final char FIRST_BROADCAST = '\ue000';

  static EinsumEquation parse(String text) {
    var plain = text.replace(" ", "").replace("...", String.valueOf(ELLIPSIS));
    int arrow = plain.indexOf("->");
    var inputs = List.of((arrow < 0 ? plain : plain.substring(0, arrow)).split(",", -1));
    inputs.forEach(labels -> checkLetters(text, labels));
    if (arrow < 0) {
      return new EinsumEquation(text, inputs, implicit(inputs));
    }
    var output = plain.substring(arrow + 2);
    checkLetters(text, output);
    checkOutput(text, inputs, output);
    return new EinsumEquation(text, inputs, output);
  }

  private static void checkLetters(String text, String labels) {
    for (int i = 0; i < labels.length(); i++) {
      char label = labels.charAt(i);
      boolean letter = (label >= 'a' && label <= 'z') || (label >= 'A' && label <= 'Z');
      if (!letter && label != ELLIPSIS) {
        throw wrong(
            text,
            "'%s' is no label; labels are letters, operands are parted by commas".formatted(label));
      }
    }
    if (labels.indexOf(ELLIPSIS) != labels.lastIndexOf(ELLIPSIS)) {
      throw wrong(text, "one operand has two ellipses");
    }
  }

  private static void checkOutput(String text, List<String> inputs, String output) {
    for (int i = 0; i < output.length(); i++) {
      char label = output.charAt(i);
      if (output.indexOf(label) != output.lastIndexOf(label)) {
        throw wrong(text, "the result has label '%s' twice".formatted(label));
      }
      if (label != ELLIPSIS && inputs.stream().noneMatch(labels -> labels.indexOf(label) >= 0)) {
        throw wrong(text, "label '%s' of the result is in no operand".formatted(label));
      }
    }
  }

  private static IllegalArgumentException wrong(String text, String problem) {
    return new IllegalArgumentException("einsum: \"%s\": %s".formatted(text, problem));
  }

  /// Returns the labels that stand once, in the order of the alphabet, after the ellipsis.
  private static String implicit(List<String> inputs) {
    var counts = new TreeMap<Character, Integer>();
    for (char label : String.join("", inputs).toCharArray()) {
      counts.merge(label, 1, Integer::sum);
    }
    var output = new StringBuilder(counts.containsKey(ELLIPSIS) ? String.valueOf(ELLIPSIS) : "");
    counts.forEach((label, count) -> {
      if (count == 1 && label != ELLIPSIS) {
        output.append(label);
      }
    });
    return output.toString();
  }

  /// Returns this equation with labels in place of every ellipsis.
  ///
  /// @throws ShapeException if the operands are not as many as the equation says, or have not as
  ///   many axes
  EinsumEquation of(List<Shape> shapes) {
    if (shapes.size() != operands.size()) {
      throw new ShapeException(
          "einsum: \"%s\" has %d operands, got %d tensors"
              .formatted(text, operands.size(), shapes.size()));
    }
    var expanded = new ArrayList<String>();
    int most = 0;
    for (int i = 0; i < shapes.size(); i++) {
      var labels = operands.get(i);
      boolean open = labels.indexOf(ELLIPSIS) >= 0;
      int rest = shapes.get(i).rank() - labels.length() + (open ? 1 : 0);
      if (rest < 0 || (rest > 0 && !open)) {
        throw new ShapeException(
            "einsum: \"%s\": operand %d has labels %s, the tensor is %s"
                .formatted(text, i, readable(labels), shapes.get(i)));
      }
      most = Math.max(most, rest);
      expanded.add(labels.replace(String.valueOf(ELLIPSIS), broadcast(rest)));
    }
    return new EinsumEquation(
        text, expanded, output.replace(String.valueOf(ELLIPSIS), broadcast(most)));
  }

  private static String readable(String labels) {
    return labels.isEmpty() ? "none" : labels.replace(String.valueOf(ELLIPSIS), "...");
  }

  private static String broadcast(int axes) {
    var labels = new StringBuilder();
    for (int i = axes - 1; i >= 0; i--) {
      labels.append((char) (FIRST_BROADCAST + i));
    }
    return labels.toString();
  }

  /// Returns the size of every label. Axes under an ellipsis broadcast, all others have one size.
  ///
  /// @throws ShapeException if a label has two sizes
  Map<Character, Integer> sizes(List<Shape> shapes) {
    var sizes = new LinkedHashMap<Character, Integer>();
    var places = new HashMap<Character, Integer>();
    for (int i = 0; i < shapes.size(); i++) {
      for (int axis = 0; axis < operands.get(i).length(); axis++) {
        char label = operands.get(i).charAt(axis);
        int size = shapes.get(i).size(axis);
        int known = sizes.getOrDefault(label, size);
        boolean broadcasts = label >= FIRST_BROADCAST && (known == 1 || size == 1);
        if (known != size && !broadcasts) {
          int before = places.getOrDefault(label, 0);
          throw new ShapeException(
              "einsum: \"%s\": %s is %d in operand %d %s and %d in operand %d %s"
                  .formatted(
                      text,
                      label >= FIRST_BROADCAST ? "an axis of the ellipsis" : "label " + label,
                      known,
                      before,
                      shapes.get(before),
                      size,
                      i,
                      shapes.get(i)));
        }
        sizes.put(label, known == 1 ? size : known);
        places.putIfAbsent(label, i);
      }
    }
    return sizes;
  }

  /// Returns the shape with the sizes of some labels.
  static Shape shape(String labels, Map<Character, Integer> sizes) {
    return Shape.of(labels.chars().map(label -> sizes.get((char) label)).toArray());
  }

  /// Returns the order in which the axes of `from` stand in `to`.
  static int[] order(String from, String to) {
    int[] order = new int[to.length()];
    Arrays.setAll(order, axis -> from.indexOf(to.charAt(axis)));
    return order;
  }
}
