package dev.chainrule.program;

import dev.chainrule.Home;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.Storage;
import dev.chainrule.program.Buffers.Buffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

  /// The variable in whose place a task computes a value, if it does.
  private final Map<Node, Variable> written = new HashMap<>();

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

  /// Gives the outputs of a task memory, and a product with a tail, or finds that they are views.
  private void reserve(Task task, int step) {
    task.inputs().forEach(node -> read(node, step));
    for (var call : task.calls()) {
      boolean stored = task.outputs().contains(call) || task.product().equals(Optional.of(call));
      if (!isView(call) && stored) {
        var buffer = buffers.reserve(call.type(), step);
        tensors.put(call, Tensor.of(buffer.storage(), call.type()));
        bases.put(call, buffer);
      }
    }
  }

  /// Looks at memory that is there already, if a call is a view that strides allow.
  private boolean isView(Node.Call call) {
    if (!call.op().isView()) {
      return false;
    }
    var input = call.inputs().getFirst();
    var from = tensor(input);
    var result = call.op().compute(List.of(from), call.type());
    if (result.storage().array() != from.storage().array()) {
      return false;
    }
    tensors.put(call, result);
    views.add(call);
    inherit(call, input);
    return true;
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
        written.put(node, entry.getKey());
      } else {
        read(node, tasks.size() + 1);
      }
    }
  }

  /// Whether the place of a variable may be overwritten by the task that computes a value.
  private boolean isFree(Variable variable, Node value) {
    int writer = writer(value);
    int reader = lastRead.getOrDefault(variable, -1);
    return reader < writer
        || (reader == writer && readsInPlace(tasks.get(writer), variable, value));
  }

  private int writer(Node value) {
    for (int step = 0; step < tasks.size(); step++) {
      if (tasks.get(step).outputs().contains(value)) {
        return step;
      }
    }
    throw new IllegalStateException("no task computes " + value);
  }

  /// Whether a loop computes a value that reads the variable only at the places that it writes.
  private boolean readsInPlace(Task task, Variable variable, Node value) {
    return task.points().contains(value)
        && productInputs(task).noneMatch(node -> residents.get(node) == variable)
        && task.loop().inputs().stream()
            .filter(node -> residents.get(node) == variable)
            .allMatch(node -> samePlaces(node, variable, value));
  }

  /// Returns what is read before a loop begins to write.
  private static Stream<Node> productInputs(Task task) {
    return task.product().stream().flatMap(product -> product.inputs().stream());
  }

  private boolean samePlaces(Node node, Variable variable, Node value) {
    var shape = value.type().shape();
    var storage = tensor(node).storage();
    return node.type().shape().equals(shape)
        && storage.isContiguous(shape.sizes())
        && storage.offset() == home(variable).offset();
  }

  /// Lets outputs of loops lie where an input lay that nobody else needs.
  private void takeOver() {
    for (int step = 0; step < tasks.size(); step++) {
      var task = tasks.get(step);
      if (!task.points().isEmpty()) {
        takeOver(task, task.loop(), step);
      }
    }
  }

  private void takeOver(Task task, LoopBody loop, int step) {
    for (var output : loop.outputs()) {
      var next = bases.get(output);
      if (next == null) {
        continue;
      }
      for (var input : loop.inputs()) {
        var base = bases.get(input);
        if (base != null
            && base.last() == step
            && base.type().dtype() == output.type().dtype()
            && input.type().shape().equals(output.type().shape())
            && isWhole(input, base)
            && productInputs(task).noneMatch(other -> bases.get(other) == base)
            && loop.inputs().stream()
                .allMatch(other -> other == input || bases.get(other) != base)) {
          buffers.join(base, next);
          bases.replaceAll((_, buffer) -> buffer == next ? base : buffer);
          break;
        }
      }
    }
  }

  private boolean isWhole(Node input, Buffer base) {
    var storage = tensor(input).storage();
    var shape = input.type().shape();
    return shape.elements() == base.type().shape().elements()
        && storage.offset() == base.storage().offset()
        && storage.isContiguous(shape.sizes());
  }

  private Result bind() {
    for (var task : tasks) {
      if (!views.contains(task.calls().getFirst())) {
        steps.add(new Step(List.of(task), Binding.of(task, this::tensor)));
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
    var joined = new Updates(written, residents).join(steps);
    return new Result(inputs, joined, results, saves, tensors, buffers.bytes());
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
}
