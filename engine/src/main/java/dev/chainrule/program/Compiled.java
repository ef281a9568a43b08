package dev.chainrule.program;

import dev.chainrule.Home;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// A program for inputs of certain types: its steps, its memory, and the variables it works on.
final class Compiled {
  private static final int UNIT = 64;

  final List<TensorType> inputs;
  final Graph traced;
  final Graph rewritten;
  final Map<String, Integer> rewrites;
  final Plan.Result plan;
  private final Structure structure;
  private final Home.Guard[] written;
  private final Home.Guard[] read;
  private final long[] stamps;

  private Compiled(
      List<TensorType> inputs,
      Structure structure,
      Graph traced,
      Graph rewritten,
      Map<String, Integer> rewrites) {
    this.inputs = inputs;
    this.structure = structure;
    this.traced = traced;
    this.rewritten = rewritten;
    this.rewrites = rewrites;
    var homes = homes(rewritten);
    this.plan = Plan.of(rewritten, Fusion.tasks(rewritten), inputs, homes);
    Set<Home.Guard> writing = new LinkedHashSet<>();
    Set<Home.Guard> reading = new LinkedHashSet<>();
    homes.forEach((variable, home) ->
        (rewritten.assigned().containsKey(variable) ? writing : reading).add(home.guard()));
    reading.removeAll(writing);
    this.written = sorted(writing);
    this.read = sorted(reading);
    this.stamps = new long[written.length + read.length];
  }

  /// Traces a function twice, rewrites what it does, and plans it.
  static Compiled of(Function<List<Tensor>, ?> function, List<TensorType> inputs) {
    var structures = new ArrayList<Structure>();
    Function<List<Tensor>, List<Tensor>> tensors =
        given -> {
          var results = new ArrayList<Tensor>();
          structures.add(Structure.split(function.apply(given), results));
          return results;
        };
    var traced = Trace.of(tensors, inputs);
    Repeatable.check(traced, Trace.of(tensors, inputs));
    Map<String, Integer> rewrites = new TreeMap<>();
    var rewritten = Builder.rebuild(traced, rewrites);
    return new Compiled(inputs, structures.getFirst(), traced, rewritten, rewrites);
  }

  private static Home.Guard[] sorted(Set<Home.Guard> guards) {
    return guards.stream()
        .sorted(Comparator.comparingLong(Home.Guard::number))
        .toArray(Home.Guard[]::new);
  }

  /// Gives all variables of a graph a place, those without one side by side.
  private static Map<Variable, Home> homes(Graph graph) {
    Set<Variable> variables = new LinkedHashSet<>();
    for (var node : graph.nodes()) {
      if (node instanceof Node.State state) {
        variables.add(state.variable());
      }
    }
    variables.addAll(graph.assigned().keySet());
    Map<Element, Integer> sizes = new EnumMap<>(Element.class);
    for (var variable : variables) {
      if (variable.home().isEmpty()) {
        sizes.merge(variable.dtype().element(), size(variable), Integer::sum);
      }
    }
    Map<Element, Storage> slabs = new EnumMap<>(Element.class);
    sizes.forEach(
        (element, size) -> slabs.put(element, Storage.allocate(element, new int[] {size})));
    var guard = new Home.Guard();
    Map<Element, Integer> places = new EnumMap<>(Element.class);
    Map<Variable, Home> homes = new LinkedHashMap<>();
    for (var variable : variables) {
      homes.put(variable, variable.home().orElseGet(() -> settle(variable, slabs, places, guard)));
    }
    return homes;
  }

  private static Home settle(
      Variable variable,
      Map<Element, Storage> slabs,
      Map<Element, Integer> places,
      Home.Guard guard) {
    var element = variable.dtype().element();
    int end = places.merge(element, size(variable), Integer::sum);
    var slab = slabs.get(element);
    if (slab == null) {
      throw new IllegalStateException("no room for " + variable.displayName());
    }
    int[] strides = Storage.contiguous(variable.shape().sizes());
    var place = slab.view(slab.offset() + end - size(variable), strides);
    return variable.settle(new Home(place, guard));
  }

  private static int size(Variable variable) {
    return Math.ceilDiv(variable.shape().elements(), UNIT) * UNIT;
  }

  /// Runs all steps and returns new results.
  synchronized Object run(Tensor[] given) {
    begin(given);
    try {
      compute();
      var results = new ArrayList<Tensor>();
      for (var result : plan.results()) {
        var copy = Storage.allocate(result.dtype().element(), result.shape().sizes());
        LoopCall.copy(result.shape().sizes(), result.storage(), copy).run();
        results.add(Tensor.of(copy, result.type()));
      }
      bringHome();
      return structure.join(results.iterator());
    } finally {
      end();
    }
  }

  private void begin(Tensor[] given) {
    for (int i = 0; i < written.length; i++) {
      stamps[i] = written[i].writeLock();
    }
    for (int i = 0; i < read.length; i++) {
      stamps[written.length + i] = read[i].readLock();
    }
    for (int i = 0; i < given.length; i++) {
      var storage = given[i].storage();
      if (!storage.isContiguous(given[i].shape().sizes())) {
        storage = given[i].detach().reshape(given[i].shape().elements()).storage();
      }
      plan.inputs().get(i).move(storage.array(), storage.offset());
    }
  }

  private void compute() {
    var steps = plan.steps();
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).code().run();
    }
  }

  private void bringHome() {
    var ends = plan.ends();
    for (int i = 0; i < ends.size(); i++) {
      ends.get(i).run();
    }
  }

  private void end() {
    for (int i = 0; i < written.length; i++) {
      written[i].unlockWrite(stamps[i]);
    }
    for (int i = 0; i < read.length; i++) {
      read[i].unlockRead(stamps[written.length + i]);
    }
  }
}
