package dev.chainrule.program;

import dev.chainrule.Home;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Loops;
import dev.chainrule.kernel.Storage;
import dev.chainrule.op.Reshape;
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
import org.jspecify.annotations.Nullable;

/// A program for inputs of certain types: its steps, its memory, and the variables it works on.
@SuppressWarnings("ReferenceEquality") // whether results are the very same that were written before
final class Compiled {
  private static final int UNIT = 64;

  final List<TensorType> inputs;
  final Graph traced;

  /// What was traced, after rewrites that change rounding.
  final Graph rounded;

  final Graph rewritten;
  final Map<String, Integer> rewrites = new TreeMap<>();
  final Plan.Result plan;

  /// How many classes were generated for it that others did not need before.
  final int classes;

  private final Structure structure;
  private final Home.Guard[] written;
  private final Home.Guard[] read;
  private final long[] stamps;
  private final Step[] steps;
  private final Runnable[] ends;
  private final Storage[] outputs;
  private final LoopCall[] copies;
  private @Nullable Object lastEarlier;
  private Tensor[] lastTensors = {};

  private Compiled(
      List<TensorType> inputs, Structure structure, Graph traced, boolean roundsFreely) {
    this.inputs = inputs;
    this.structure = structure;
    this.traced = traced;
    this.rounded = roundsFreely ? Rewrites.roundFreely(traced, rewrites) : traced;
    this.rewritten = Builder.rebuild(rounded, Rewrites.ALL, rewrites);
    var homes = homes(rewritten);
    int classesBefore = Loops.classes();
    this.plan = Plan.of(rewritten, tasks(rewritten), inputs, homes);
    this.classes = Loops.classes() - classesBefore;
    Set<Home.Guard> writing = new LinkedHashSet<>();
    Set<Home.Guard> reading = new LinkedHashSet<>();
    homes.forEach((variable, home) ->
        (rewritten.assigned().containsKey(variable) ? writing : reading).add(home.guard()));
    reading.removeAll(writing);
    this.written = sorted(writing);
    this.read = sorted(reading);
    this.stamps = new long[written.length + read.length];
    this.steps = plan.steps().toArray(Step[]::new);
    this.ends = plan.ends().toArray(Runnable[]::new);
    this.outputs = plan.results().stream().map(Compiled::output).toArray(Storage[]::new);
    this.copies = new LoopCall[outputs.length];
    for (int i = 0; i < copies.length; i++) {
      var result = plan.results().get(i);
      copies[i] = LoopCall.copy(result.shape().sizes(), result.storage(), outputs[i]);
    }
  }

  private static List<Task> tasks(Graph graph) {
    return Updates.gather(Fusion.tasks(graph), graph);
  }

  /// Returns the place of a result, which lies elsewhere in every run.
  private static Storage output(Tensor result) {
    var element = result.dtype().element();
    var nowhere = element.elements(result.shape().elements());
    return Storage.movable(nowhere, element, result.shape().sizes());
  }

  /// Traces a function twice, rewrites what it does, and plans it.
  ///
  /// @param roundsFreely whether rewrites may change rounding
  static Compiled of(
      Function<List<Tensor>, ?> function, List<TensorType> inputs, boolean roundsFreely) {
    var structures = new ArrayList<Structure>();
    Function<List<Tensor>, List<Tensor>> tensors =
        given -> {
          var results = new ArrayList<Tensor>();
          structures.add(Structure.ofResult(function.apply(given), results));
          return results;
        };
    var traced = Trace.of(tensors, inputs);
    Repeatable.check(traced, Trace.of(tensors, inputs));
    return new Compiled(inputs, structures.getFirst(), traced, roundsFreely);
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
    var results = new Tensor[outputs.length];
    for (int i = 0; i < results.length; i++) {
      var type = plan.results().get(i).type();
      results[i] = Tensor.zeros(type.shape(), type.dtype());
    }
    run(given, results);
    return structure.join(List.of(results).iterator());
  }

  /// Runs all steps and writes the results over those of an earlier run.
  synchronized void runInto(Object earlier, Tensor[] given) {
    if (earlier != lastEarlier) {
      var split = new ArrayList<Tensor>();
      check(Structure.ofResult(earlier, split).equals(structure), split);
      lastTensors = split.toArray(Tensor[]::new);
      lastEarlier = earlier;
    }
    run(given, lastTensors);
  }

  private void check(boolean fits, List<Tensor> tensors) {
    var types = plan.results().stream().map(Tensor::type).toList();
    var found = tensors.stream().map(Tensor::type).toList();
    if (!fits || !types.equals(found)) {
      throw new IllegalArgumentException(
          "Program: results go into those of an earlier run for the same inputs, of types %s; got %s"
              .formatted(types, found));
    }
  }

  /// Returns the report with times; variables keep their values.
  synchronized String profile(Tensor[] given) {
    var ceilings = Profile.ceilings();
    var variables = List.copyOf(rewritten.assigned().keySet());
    var before = variables.stream().map(Variable::value).toList();
    double[] nanos;
    begin(given);
    try {
      nanos = Profile.nanos(plan.steps());
    } finally {
      end();
    }
    for (int i = 0; i < before.size(); i++) {
      variables.get(i).assign(before.get(i).detach());
    }
    return Report.of(this, nanos, ceilings);
  }

  /// Hears of a task that was run, with copies of what it computed.
  interface Observer {
    void ran(Task task, List<Tensor> outputs);
  }

  /// Runs all steps from given values of variables, which then get back what they held.
  synchronized void run(Tensor[] given, Map<Variable, Tensor> states, Observer observer) {
    begin(given);
    try {
      for (var step : steps) {
        step.code().run();
        for (var task : step.tasks()) {
          observer.ran(task, task.outputs().stream().map(plan::copy).toList());
        }
      }
    } finally {
      end();
      states.forEach(Variable::assign);
    }
  }

  private void run(Tensor[] given, Tensor[] results) {
    begin(given);
    try {
      run(steps);
      for (int i = 0; i < results.length; i++) {
        var storage = results[i].storage();
        outputs[i].move(storage.array(), storage.offset());
        copies[i].run();
      }
      for (int i = 0; i < ends.length; i++) {
        ends[i].run();
      }
    } finally {
      end();
    }
  }

  private static void run(Step[] steps) {
    for (var step : steps) {
      step.code().run();
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
      if (!isContiguous(given[i].shape(), storage)) {
        storage = Reshape.contiguous(given[i]);
      }
      plan.inputs().get(i).move(storage.array(), storage.offset());
    }
  }

  private static boolean isContiguous(Shape shape, Storage storage) {
    int step = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      if (shape.size(axis) != 1 && storage.stride(axis) != step) {
        return false;
      }
      step *= shape.size(axis);
    }
    return true;
  }

  /// Returns whether tensors have the types of this program's inputs.
  boolean takes(Tensor... given) {
    for (int i = 0; i < given.length; i++) {
      if (!given[i].type().equals(inputs.get(i))) {
        return false;
      }
    }
    return given.length == inputs.size();
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
