package dev.chainrule.golden;

import dev.chainrule.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What Chainrule calls each of PyTorch's functions: a name, and how it is called.
///
/// Each category has a class that adds its functions here, one line a function. A function that
/// takes `x` (or `a` and `b`) and nothing else needs only its method; others get all `Arguments`.
final class OpTable {
  /// Calls a function of Chainrule; the results carry the names that the manifest gives them.
  interface Call {
    Map<String, Tensor> of(Arguments arguments);
  }

  private final Map<String, Call> calls = new TreeMap<>();
  private final Map<String, Call> sameNames = new TreeMap<>();
  private final Map<String, String> absent = new TreeMap<>();

  private OpTable() {}

  /// Returns the table of all functions.
  static OpTable all() {
    var table = new OpTable();
    OpTableElementwise.fill(table);
    OpTableActivations.fill(table);
    OpTableReductions.fill(table);
    OpTableOrder.fill(table);
    OpTableNorms.fill(table);
    OpTableLosses.fill(table);
    OpTableShapes.fill(table);
    OpTableMoves.fill(table);
    OpTableIndexing.fill(table);
    OpTableImages.fill(table);
    OpTableConvolutions.fill(table);
    OpTableProducts.fill(table);
    OpTableCreation.fill(table);
    OpTableAbsent.fill(table);
    return table;
  }

  /// Returns how a function is called.
  ///
  /// @throws NotApplicable with the reason if Chainrule does not have it
  Call get(String name) {
    Call call = calls.getOrDefault(name, sameNames.get(name.replace("_", "")));
    if (call == null) {
      throw new NotApplicable(
          absent.getOrDefault(name, "no function " + name + " is in the table of functions"));
    }
    return call;
  }

  void unary(String name, UnaryOperator<Tensor> function) {
    one(name, a -> function.apply(a.x()));
  }

  void binary(String name, BiFunction<Tensor, Tensor, Tensor> function) {
    one(name, a -> function.apply(a.a(), a.b()));
  }

  /// Adds a function with one result, which the manifest calls `y`.
  void one(String name, Function<Arguments, Tensor> function) {
    add(name, a -> Map.of("y", function.apply(a)));
  }

  /// Adds a function whose results the manifest calls `y0`, `y1`, ...
  void many(String name, Function<Arguments, List<Tensor>> function) {
    add(
        name,
        a -> {
          Map<String, Tensor> results = new LinkedHashMap<>();
          List<Tensor> list = function.apply(a);
          for (int i = 0; i < list.size(); i++) {
            results.put("y" + i, list.get(i));
          }
          return results;
        });
  }

  void add(String name, Call call) {
    if (calls.put(name, call) != null) {
      throw new IllegalStateException("OpTable: " + name + " is there twice");
    }
  }

  /// Adds a function that PyTorch calls the same, but for capitals and underscores, if it has no
  /// line of its own.
  void sameName(String name, Function<Arguments, Tensor> function) {
    sameNames.putIfAbsent(name.toLowerCase(Locale.ROOT), a -> Map.of("y", function.apply(a)));
  }

  /// Tells why Chainrule has none of some functions, named with spaces between.
  void absent(String reason, String names) {
    for (String name : names.split(" ", -1)) {
      absent.put(name, reason);
    }
  }
}
