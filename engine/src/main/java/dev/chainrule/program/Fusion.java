package dev.chainrule.program;

import dev.chainrule.Shape;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.LoopTail;
import dev.chainrule.kernel.Loops;
import dev.chainrule.kernel.Storage;
import dev.chainrule.op.Broadcast;
import dev.chainrule.op.Folding;
import dev.chainrule.op.Reshape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/// Joins pointwise calls over the same places into one loop, so that what is between them never
/// goes to memory.
///
/// A call joins the loops that compute its inputs if all have the same shape and compute in the
/// same type, if the loop stays small enough for the registers, and if nothing outside the loop
/// lies between. What only a fold reads is then computed by that fold, and a loop over the places
/// of a product's result becomes the product's tail, if nothing else lies between.
final class Fusion {
  /// Steps of a loop body above which vectors no longer fit into registers; see design, 2.3.
  private static final int STEPS = 64;

  /// Arrays of a loop above which their addresses no longer fit into registers.
  private static final int ARRAYS = 12;

  private static final Object NOTHING = new float[0];

  private final Map<Node, Group> groups = new HashMap<>();
  private final Map<Node, Set<Node.Call>> users = new HashMap<>();
  private final Set<Node> kept = new HashSet<>();
  private final Set<Node> assigned = new HashSet<>();

  /// A growing task.
  private static final class Group {
    /// A product and views of it, if the calls are its tail.
    private List<Node.Call> head = List.of();

    private final List<Node.Call> calls = new ArrayList<>();

    /// The fold that the calls are computed for, if they are.
    private List<Node.Call> fold = List.of();

    List<Node.Call> all() {
      return Stream.of(head, calls, fold).flatMap(List::stream).toList();
    }
  }

  private Fusion(Graph graph) {
    kept.addAll(graph.results());
    kept.addAll(graph.assigned().values());
    assigned.addAll(graph.assigned().values());
    kept.addAll(graph.checks());
  }

  /// Returns the tasks of a graph in the order in which they run.
  static List<Task> tasks(Graph graph) {
    var fusion = new Fusion(graph);
    var calls = new ArrayList<Node.Call>();
    for (var node : graph.nodes()) {
      if (node instanceof Node.Call call) {
        calls.add(call);
        call.inputs()
            .forEach(
                input -> fusion.users.computeIfAbsent(input, _ -> new LinkedHashSet<>()).add(call));
      }
    }
    calls.forEach(fusion::add);
    calls.forEach(fusion::addTerms);
    calls.reversed().forEach(fusion::addTail);
    return fusion.ordered();
  }

  private void add(Node.Call call) {
    var own = new Group();
    own.calls.add(call);
    groups.put(call, own);
    if (Points.of(call).isEmpty()) {
      return;
    }
    for (var input : call.inputs()) {
      var other = groups.get(input);
      var mine = group(call);
      if (other != null && other != mine && fits(other, mine)) {
        other.calls.addAll(mine.calls);
        other.calls.sort(Comparator.comparingLong(Node::number));
        mine.calls.forEach(moved -> groups.put(moved, other));
      }
    }
  }

  /// Lets a fold compute what nobody else reads.
  private void addTerms(Node.Call fold) {
    var folding = Folding.of(fold.op());
    if (folding.isEmpty()
        || !(fold.inputs().getFirst() instanceof Node.Call terms)
        || Points.of(terms).isEmpty()
        || kept.contains(terms)
        || !Set.of(fold).equals(users.get(terms))
        || terms.type().dtype() != fold.type().dtype()
        || !terms.type().dtype().floating()) {
      return;
    }
    var from = group(terms);
    var own = needed(terms, from.calls);
    var left = from.calls.stream().filter(call -> !own.contains(call)).toList();
    boolean costsNothing = outputs(from.calls).containsAll(outputs(left));
    if (costsNothing && streams(own, terms, folding.get())) {
      var group = new Group();
      group.calls.addAll(own);
      group.fold = List.of(fold);
      group.all().forEach(moved -> groups.put(moved, group));
      from.calls.removeAll(own);
    }
  }

  /// Returns a call and those of others that nobody needs but for it.
  private List<Node.Call> needed(Node.Call call, List<Node.Call> others) {
    var needed = new ArrayList<>(List.of(call));
    for (var other : others.reversed()) {
      if (other != call
          && !kept.contains(other)
          && needed.containsAll(users.getOrDefault(other, Set.of()))) {
        needed.addFirst(other);
      }
    }
    return needed;
  }

  private boolean streams(List<Node.Call> calls, Node.Call terms, Folding folding) {
    var shape = terms.type().shape();
    var body = LoopBody.of(calls, List.of(terms));
    return body.compute() == terms.type().dtype().element()
        && folding.streams(
            shape,
            body.inputs().stream()
                .map(input -> repeated(input.type().shape(), shape))
                .toArray(Storage[]::new));
  }

  /// Lets a loop that reads a product follow it.
  private void addTail(Node.Call call) {
    if (!call.op().takesTail(call.inputTypes())) {
      return;
    }
    var head = withViews(call);
    head.stream()
        .flatMap(node -> users.getOrDefault(node, Set.of()).stream())
        .filter(user -> Points.of(user).isPresent())
        .sorted(Comparator.comparingLong(Node::number))
        .map(this::group)
        .filter(group -> follows(head, group))
        .findFirst()
        .ifPresent(group -> {
          group.head = head;
          head.forEach(moved -> groups.put(moved, group));
        });
  }

  /// Returns a call with all others that are its elements in the same order.
  private List<Node.Call> withViews(Node.Call call) {
    var all = new ArrayList<Node.Call>();
    all.add(call);
    for (int i = 0; i < all.size(); i++) {
      users.getOrDefault(all.get(i), Set.of()).stream()
          .filter(user -> user.op() instanceof Reshape)
          .forEach(all::add);
    }
    return all;
  }

  private boolean follows(List<Node.Call> head, Group group) {
    var shape = group.calls.getFirst().type().shape();
    var result = head.getFirst().type().shape();
    var all = new ArrayList<>(head);
    all.addAll(group.calls);
    return group.head.isEmpty()
        && group.fold.isEmpty()
        && !updatesSeveral(group)
        && shape.elements() == result.elements()
        && inputs(group).stream()
            .allMatch(input -> isMatrix(input.type().shape(), shape, result.size(-1)))
        && isClosed(all);
  }

  /// Whether several variables change: such loops move so much memory that they are faster in one
  /// go than part by part.
  private boolean updatesSeveral(Group group) {
    return group.calls.stream().filter(assigned::contains).count() > 1;
  }

  private List<Node> inputs(Group group) {
    return LoopBody.of(group.calls, outputs(group.calls)).inputs();
  }

  /// Whether the elements of a shape, repeated to another one, are a matrix with so many columns.
  private static boolean isMatrix(Shape from, Shape shape, int columns) {
    var strides = repeated(from, shape).strides();
    return LoopTail.strides(shape.sizes(), strides, columns).isPresent();
  }

  /// Returns how a contiguous tensor would lie if it was repeated to a shape.
  private static Storage repeated(Shape from, Shape shape) {
    var strides = Storage.contiguous(from.sizes());
    return Broadcast.expand(new Storage(NOTHING, Element.F32, 0, strides), from, shape);
  }

  private Group group(Node node) {
    return Optional.ofNullable(groups.get(node)).orElseThrow();
  }

  private boolean fits(Group first, Group second) {
    var a = first.calls.getFirst();
    var b = second.calls.getFirst();
    var left = Points.of(a);
    var right = Points.of(b);
    if (left.isEmpty()
        || right.isEmpty()
        || left.get().compute() != right.get().compute()
        || !a.type().shape().equals(b.type().shape())) {
      return false;
    }
    var all = new ArrayList<>(first.calls);
    all.addAll(second.calls);
    all.sort(Comparator.comparingLong(Node::number));
    return all.stream().allMatch(call -> storesWhatItComputes(call, left.get()))
        && isSmall(all)
        && isClosed(all);
  }

  private static boolean storesWhatItComputes(Node.Call call, Points points) {
    var element = call.type().dtype().element();
    return element == points.compute() || element == Element.BOOL;
  }

  private boolean isSmall(List<Node.Call> calls) {
    var body = LoopBody.of(calls, outputs(calls));
    long read = body.inputs().stream().filter(node -> !(node instanceof Node.Constant)).count();
    if (read + body.outputs().size() > ARRAYS) {
      return false;
    }
    var steps = Loops.vectorSteps(body.bodies(), body.compute());
    return steps.isPresent() && steps.getAsInt() <= STEPS;
  }

  /// Whether no path leaves the calls and comes back to them.
  private boolean isClosed(List<Node.Call> calls) {
    Set<Node> inside = new HashSet<>();
    inside.addAll(calls);
    Set<Node> seen = new HashSet<>();
    var open = new ArrayDeque<Node>();
    for (var call : calls) {
      call.inputs().stream().filter(input -> !inside.contains(input)).forEach(open::add);
    }
    while (!open.isEmpty()) {
      var node = open.removeLast();
      var group = groups.get(node);
      if (group != null && seen.add(node)) {
        for (var call : group.all()) {
          if (inside.contains(call)) {
            return false;
          }
          open.addAll(call.inputs());
        }
      }
    }
    return true;
  }

  /// Returns the calls whose values are needed outside.
  private List<Node.Call> outputs(List<Node.Call> calls) {
    var inside = new HashSet<>(calls);
    return calls.stream()
        .filter(
            call -> kept.contains(call) || !inside.containsAll(users.getOrDefault(call, Set.of())))
        .toList();
  }

  /// Returns the tasks, each after those whose values it needs, and else in the order of the code.
  private List<Task> ordered() {
    Map<Group, Set<Group>> waiting = new HashMap<>();
    Map<Group, List<Group>> followers = new HashMap<>();
    var ready =
        new PriorityQueue<Group>(Comparator.comparingLong(group -> group.all().getLast().number()));
    for (var group : new LinkedHashSet<>(groups.values())) {
      var before = before(group);
      before.forEach(g -> followers.computeIfAbsent(g, _ -> new ArrayList<>()).add(group));
      waiting.put(group, before);
      if (before.isEmpty()) {
        ready.add(group);
      }
    }
    var tasks = new ArrayList<Task>();
    while (!ready.isEmpty()) {
      var group = ready.remove();
      tasks.add(new Task(group.all(), outputs(group.all())));
      for (var follower : followers.getOrDefault(group, List.of())) {
        var before = Optional.ofNullable(waiting.get(follower)).orElseThrow();
        before.remove(group);
        if (before.isEmpty()) {
          ready.add(follower);
        }
      }
    }
    return tasks;
  }

  /// Returns the groups whose values a group needs.
  private Set<Group> before(Group group) {
    Set<Group> before = new HashSet<>();
    for (var call : group.all()) {
      for (var input : call.inputs()) {
        var other = groups.get(input);
        if (other != null && other != group) {
          before.add(other);
        }
      }
    }
    return before;
  }
}
