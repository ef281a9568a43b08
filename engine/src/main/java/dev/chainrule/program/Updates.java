package dev.chainrule.program;

import dev.chainrule.DType;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Element;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.LoopCalls;
import dev.chainrule.scalar.Expression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Lets loops that change different variables in the same way run as one: the update of all
/// parameters by an optimiser is one pass over all their elements.
final class Updates {
  private final Map<Node, Variable> written;
  private final Map<Node, Variable> residents;

  /// @param written the variable in whose place a loop writes a value
  /// @param residents the variable in whose place a value lies that is read
  Updates(Map<Node, Variable> written, Map<Node, Variable> residents) {
    this.written = written;
    this.residents = residents;
  }

  /// What loops have in common that do the same.
  private record Kind(Element compute, List<Expression> bodies, List<DType> types) {
    static Kind of(Task task) {
      var loop = task.loop();
      var types =
          Stream.concat(loop.inputs().stream(), loop.outputs().stream())
              .map(node -> node.type().dtype())
              .toList();
      return new Kind(loop.compute(), loop.bodies(), types);
    }
  }

  /// Returns the tasks in an order in which loops that change variables in the same way follow each
  /// other where they can: each waits for the last one.
  static List<Task> gather(List<Task> tasks, Graph graph) {
    var assigned = new HashSet<>(graph.assigned().values());
    Map<Kind, List<Task>> kinds = new LinkedHashMap<>();
    for (var task : tasks) {
      if (task.isLoop() && assigned.containsAll(task.outputs())) {
        kinds.computeIfAbsent(Kind.of(task), _ -> new ArrayList<>()).add(task);
      }
    }
    var ordered = new ArrayList<>(tasks);
    kinds.values().forEach(same -> gather(same, ordered));
    return ordered;
  }

  private static void gather(List<Task> same, List<Task> ordered) {
    int last = ordered.indexOf(same.getLast());
    int place = last;
    for (var task : same.subList(0, same.size() - 1).reversed()) {
      int from = ordered.indexOf(task);
      if (ordered.subList(from + 1, last + 1).stream().noneMatch(later -> reads(later, task))) {
        ordered.remove(from);
        place--;
        ordered.add(place, task);
      }
    }
  }

  private static boolean reads(Task later, Task task) {
    return later.inputs().stream().anyMatch(task.outputs()::contains);
  }

  /// Returns the steps, of which those that follow each other and do the same are one.
  List<Step> join(List<Step> steps) {
    var joined = new ArrayList<Step>();
    var open = new ArrayList<Step>();
    for (var step : steps) {
      if (!open.isEmpty() && !continues(open, step)) {
        joined.add(closed(open));
        open.clear();
      }
      open.add(step);
    }
    if (!open.isEmpty()) {
      joined.add(closed(open));
    }
    return joined;
  }

  private static Step closed(List<Step> steps) {
    if (steps.size() == 1) {
      return steps.getFirst();
    }
    var calls = steps.stream().map(Step::code).map(LoopCall.class::cast).toList();
    return new Step(steps.stream().map(Step::task).toList(), new LoopCalls(calls));
  }

  private boolean continues(List<Step> open, Step step) {
    return isUpdate(step)
        && open.stream().allMatch(other -> isUpdate(other) && isApart(other, step))
        && Kind.of(open.getFirst().task()).equals(Kind.of(step.task()));
  }

  private boolean isUpdate(Step step) {
    return step.code() instanceof LoopCall call
        && call.isRow()
        && written.keySet().containsAll(step.task().outputs());
  }

  /// Whether neither reads what the other one writes. What they write is in the places of
  /// variables, which planned memory never shares.
  private boolean isApart(Step a, Step b) {
    return !meets(a.task(), b.task()) && !meets(b.task(), a.task());
  }

  private boolean meets(Task reader, Task writer) {
    Set<Variable> changed = new HashSet<>();
    writer.outputs().forEach(output -> changed.add(Objects.requireNonNull(written.get(output))));
    return reader.inputs().stream()
        .anyMatch(input ->
            writer.outputs().contains(input)
                || Optional.ofNullable(residents.get(input)).filter(changed::contains).isPresent());
  }
}
