package dev.chainrule.program;

import dev.chainrule.Tensor;
import dev.chainrule.kernel.LoopCall;
import dev.chainrule.kernel.LoopTail;
import dev.chainrule.kernel.Storage;
import dev.chainrule.op.Broadcast;
import dev.chainrule.op.Folding;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Turns tasks into code that works on the places of their values.
final class Binding {
  private final Task task;
  private final Function<Node, Tensor> places;

  private Binding(Task task, Function<Node, Tensor> places) {
    this.task = task;
    this.places = places;
  }

  /// Returns the code of a task, to be run as often as the elements of its inputs change.
  ///
  /// @param places where each value lies
  static Runnable of(Task task, Function<Node, Tensor> places) {
    var binding = new Binding(task, places);
    if (task.isLoop()) {
      return binding.loop();
    }
    if (task.points().isEmpty()) {
      return binding.call();
    }
    return task.fold().map(binding::fold).orElseGet(binding::tail);
  }

  private List<Tensor> inputs(Node.Call call) {
    return call.inputs().stream().map(places).toList();
  }

  private Runnable call() {
    var call = task.calls().getFirst();
    return call.op().bind(inputs(call), places.apply(call));
  }

  private Runnable loop() {
    var loop = task.loop();
    return LoopCall.of(loop.bodies(), loop.compute(), loop.shape().sizes(), operands(loop));
  }

  /// Returns a product that the loop follows, rectangle by rectangle if the loop's operands are
  /// matrices like the result.
  private Runnable tail() {
    var product = task.calls().getFirst();
    var result = places.apply(product);
    var loop = task.loop();
    return LoopTail.of(
            loop.bodies(),
            loop.compute(),
            loop.shape().sizes(),
            new LoopTail.Result(result.storage(), result.shape().size(-1)),
            operands(loop))
        .flatMap(tail -> product.op().bind(inputs(product), result, tail))
        .orElseGet(() -> both(call(), loop()));
  }

  private Runnable fold(Node.Call fold) {
    var loop = task.loop();
    return Folding.of(fold.op())
        .orElseThrow()
        .bind(loop.bodies().getFirst(), loop.shape(), places.apply(fold), inputs(loop));
  }

  private static Runnable both(Runnable first, Runnable second) {
    return () -> {
      first.run();
      second.run();
    };
  }

  private Storage[] operands(LoopBody loop) {
    return Stream.concat(
            Stream.of(inputs(loop)),
            loop.outputs().stream().map(output -> places.apply(output).storage()))
        .toArray(Storage[]::new);
  }

  /// Returns the places of a loop's inputs, repeated to its shape.
  private Storage[] inputs(LoopBody loop) {
    return loop.inputs().stream()
        .map(input ->
            Broadcast.expand(places.apply(input).storage(), input.type().shape(), loop.shape()))
        .toArray(Storage[]::new);
  }
}
