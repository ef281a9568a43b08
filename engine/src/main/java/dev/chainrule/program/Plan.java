package dev.chainrule.program;

import dev.chainrule.Home;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Storage;
import dev.chainrule.op.Broadcast;
import dev.chainrule.program.Buffers.Buffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides where every value of a graph lies, and binds every task to its places.
///
/// Step `i` is task `i`. Values of variables that change are written where they live, unless a
/// later step still needs the old ones; then they are copied there at the end.
@SuppressWarnings("ReferenceEquality") // whether two storages look into the very same array
final class Plan {
  private final Graph graph;
  private final List<Task> tasks;
  private final Map<Variable, Home> homes;
  private final Buffers buffers;
  private final Map<Node, Tensor> tensors = new HashMap<>();

  /// The buffer that a value lies in, if it is in planned memory.
  private final Map<Node, Buffer> bases = new HashMap<>();

  /// The variable in whose place a value lies, if it does.
  private final Map<Node, Variable> residents = new HashMap<>();

  /// The last step that reads the old value of a variable.
  private final Map<Variable, Integer> lastRead = new HashMap<>();

  private final Set<Node> views = new HashSet<>();
  private final List<Storage> inputs = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  private Plan(Graph graph, List<Task> tasks, Map<Variable, Home> homes) {
    this.graph = graph;
    this.tasks = tasks;
    this.homes = homes;
    this.buffers = new Buffers(largest(graph));
  }

  /// What a plan comes to.
  ///
  /// @param inputs the places of the inputs, to be moved to what a run is given
  /// @param steps what a run does
  /// @param results where the results lie then
  /// @param ends what brings new values home after the results were taken
  /// @param places where each value lies while it is needed
  /// @param bytes the size of the planned memory
  record Result(
      List<Storage> inputs,
      List<Step> steps,
      List<Tensor> results,
      List<Runnable> ends,
      Map<Node, Tensor> places,
      long bytes) {

    /// Returns what now lies at the place of a value.
    Tensor copy(Node node) {
      var place = Optional.ofNullable(places.get(node)).orElseThrow();
      int[] sizes = place.shape().sizes();
      var copy = Storage.allocate(place.dtype().element(), sizes);
      LoopCall.copy(sizes, place.storage(), copy).run();
      return Tensor.of(copy, place.type());
    }
  }

  /// @param inputs the types of the inputs
  /// @param homes where the variables live that the graph reads or changes
  static Result of(
      Graph graph, List<Task> tasks, List<TensorType> inputs, Map<Variable, Home> homes) {
    var plan = new Plan(graph, tasks, homes);
    plan.open(inputs);
    for (int step = 0; step < tasks.size(); step++) {
      plan.reserve(tasks.get(step), step);
    }
    plan.graph.results().forEach(node -> plan.read(node, tasks.size()));
    plan.save();
    plan.assign();
    plan.takeOver();
    plan.buffers.place();
    return plan.bind();
  }

  private static Map<Element, Integer> largest(Graph graph) {
    Map<Element, Integer> largest = new EnumMap<>(Element.class);
    for (var node : graph.nodes()) {
      int elements = node.type().shape().elements();
      largest.merge(node.type().dtype().element(), elements, Math::max);
    }
    return largest;
  }

  /// Gives inputs, variables and constants their places.
  private void open(List<TensorType> types) {
    for (var type : types) {
      var element = type.dtype().element();
      var array = element.elements(type.shape().elements());
      inputs.add(Storage.movable(array, element, type.shape().sizes()));
    }
    for (var node : graph.nodes()) {
      switch (node) {
        case Node.Input input ->
            tensors.put(input, Tensor.of(inputs.get(input.index()), input.type()));
        case Node.Constant constant -> tensors.put(constant, constant.value());
        case Node.State state -> {
          tensors.put(state, Tensor.of(home(state.variable()), state.type()));
          residents.put(state, state.variable());
        }
        case Node.Call _ -> {}
      }
    }
  }

  private Storage home(Variable variable) {
    return Optional.ofNullable(homes.get(variable)).orElseThrow().storage();
  }

  private Tensor tensor(Node node) {
    return Optional.ofNullable(tensors.get(node)).orElseThrow();
  }

  /// Gives the outputs of a task memory, or finds that its output is a view.
  private void reserve(Task task, int step) {
    task.inputs().forEach(node -> read(node, step));
    var first = task.calls().getFirst();
    if (!task.isLoop() && first.op().isView()) {
      var from = tensor(first.inputs().getFirst());
      var result = first.op().compute(List.of(from), first.type());
      if (result.storage().array() == from.storage().array()) {
        tensors.put(first, result);
        views.add(first);
        inherit(first, first.inputs().getFirst());
        return;
      }
    }
    for (var output : task.outputs()) {
      var buffer = buffers.reserve(output.type(), step);
      tensors.put(output, Tensor.of(buffer.storage(), output.type()));
      bases.put(output, buffer);
    }
  }

  private void inherit(Node view, Node from) {
    Optional.ofNullable(bases.get(from)).ifPresent(base -> bases.put(view, base));
    Optional.ofNullable(residents.get(from)).ifPresent(variable -> residents.put(view, variable));
  }

  private void read(Node node, int step) {
    Optional.ofNullable(bases.get(node)).ifPresent(buffer -> buffer.neededBy(step));
    Optional.ofNullable(residents.get(node))
        .ifPresent(variable -> lastRead.merge(variable, step, Math::max));
  }

  /// Copies old values of variables that outlive the run's assignments out of their places.
  private void save() {
    for (var node : List.copyOf(graph.assigned().values())) {
      var variable = residents.get(node);
      if (variable != null) {
        read(node, tasks.size());
      }
    }
  }

  /// Lets new values of variables be computed in place where nobody needs the old ones any more.
  private void assign() {
    Set<Node> settled = new HashSet<>();
    for (var entry : graph.assigned().entrySet()) {
      var node = entry.getValue();
      var buffer = bases.get(node);
      boolean own = !views.contains(node) && settled.add(node);
      if (buffer != null && own && isFree(entry.getKey(), node)) {
        buffers.settle(buffer, home(entry.getKey()));
        bases.values().removeIf(base -> base == buffer);
      } else {
        read(node, tasks.size() + 1);
      }
    }
  }

  /// Whether the place of a variable may be overwritten by the task that computes a value.
  private boolean isFree(Variable variable, Node value) {
    int writer = writer(value);
    int reader = lastRead.getOrDefault(variable, -1);
    return reader < writer || (reader == writer && readsInPlace(tasks.get(writer), variable));
  }

  private int writer(Node value) {
    for (int step = 0; step < tasks.size(); step++) {
      if (tasks.get(step).outputs().contains(value)) {
        return step;
      }
    }
    throw new IllegalStateException("no task computes " + value);
  }

  /// Whether a task is a loop that reads the variable only at the places that it writes.
  private boolean readsInPlace(Task task, Variable variable) {
    return task.isLoop()
        && task.inputs().stream()
            .filter(node -> residents.get(node) == variable)
            .allMatch(node -> samePlaces(node, variable, task));
  }

  private boolean samePlaces(Node node, Variable variable, Task task) {
    var shape = task.outputs().getFirst().type().shape();
    var storage = tensor(node).storage();
    return node.type().shape().equals(shape)
        && storage.isContiguous(shape.sizes())
        && storage.offset() == home(variable).offset();
  }

  /// Lets outputs of loops lie where an input lay that nobody else needs.
  private void takeOver() {
    for (int step = 0; step < tasks.size(); step++) {
      var task = tasks.get(step);
      if (task.isLoop()) {
        takeOver(task, step);
      }
    }
  }

  private void takeOver(Task task, int step) {
    for (var output : task.outputs()) {
      var next = bases.get(output);
      if (next == null) {
        continue;
      }
      for (var input : task.inputs()) {
        var base = bases.get(input);
        if (base != null
            && base.last() == step
            && base.type().equals(output.type())
            && isWhole(input, base)
            && isOnlyReader(task, base, input)) {
          buffers.join(base, next);
          bases.replaceAll((_, buffer) -> buffer == next ? base : buffer);
          break;
        }
      }
    }
  }

  private boolean isWhole(Node input, Buffer base) {
    var storage = tensor(input).storage();
    return input.type().shape().equals(base.type().shape())
        && storage.offset() == base.storage().offset()
        && storage.isContiguous(base.type().shape().sizes());
  }

  private boolean isOnlyReader(Task task, Buffer base, Node input) {
    return task.inputs().stream().allMatch(other -> other == input || bases.get(other) != base);
  }

  private Result bind() {
    for (var task : tasks) {
      if (!views.contains(task.calls().getFirst())) {
        steps.add(new Step(task, task.isLoop() ? loop(task) : call(task)));
      }
    }
    var results = graph.results().stream().map(this::tensor).toList();
    var copies = new ArrayList<Runnable>();
    var saves = new ArrayList<Runnable>();
    graph
        .assigned()
        .forEach((variable, node) -> {
          var from = tensor(node).storage();
          var home = home(variable);
          if (from.array() != home.array() || from.offset() != home.offset()) {
            finish(node, home, saves, copies);
          }
        });
    inputs.forEach(Storage::settle);
    tensors.values().forEach(tensor -> tensor.storage().settle());
    saves.addAll(copies);
    return new Result(inputs, steps, results, saves, tensors, buffers.bytes());
  }

  /// Copies a value home; values that lie in another variable's home go elsewhere first.
  private void finish(Node node, Storage home, List<Runnable> saves, List<Runnable> copies) {
    var value = tensor(node);
    if (residents.containsKey(node)) {
      var saved = Storage.allocate(home.element(), value.shape().sizes());
      saves.add(LoopCall.copy(value.shape().sizes(), value.storage(), saved));
      copies.add(LoopCall.copy(value.shape().sizes(), saved, home));
    } else {
      copies.add(LoopCall.copy(value.shape().sizes(), value.storage(), home));
    }
  }

  private Runnable call(Task task) {
    var call = task.calls().getFirst();
    return call.op().bind(call.inputs().stream().map(this::tensor).toList(), tensor(call));
  }

  private Runnable loop(Task task) {
    var loop = task.loop();
    var shape = task.outputs().getFirst().type().shape();
    var operands = new ArrayList<Storage>();
    for (var input : loop.inputs()) {
      operands.add(Broadcast.expand(tensor(input).storage(), input.type().shape(), shape));
    }
    loop.outputs().forEach(output -> operands.add(tensor(output).storage()));
    return LoopCall.of(
        loop.bodies(), loop.compute(), shape.sizes(), operands.toArray(Storage[]::new));
  }
}
