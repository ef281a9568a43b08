package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.TensorType;
import dev.chainrule.kernel.Lines;
import dev.chainrule.kernel.Orders;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// An operation that finds places along one axis by comparing elements; [Chosen] takes the elements
/// there.
///
/// NaN is larger than every number, and −0 equals 0.
public sealed interface Ranking extends Discrete
    permits ArgExtremum, ArgCumulative, ArgMode, ArgSort, ArgTopK {

  /// Returns the axis; negative numbers count from the end.
  int axis();

  /// Returns whether the axis stays in the result.
  default boolean keep() {
    return true;
  }

  /// Returns the name of the operation that takes the elements at these places.
  String chooses();

  /// Returns how many places are found along an axis of the given size.
  ///
  /// @throws dev.chainrule.ShapeException if there are too few elements
  int places(Shape from);

  /// Returns the result's shape, with the axis.
  default Shape kept(Shape from) {
    int ranked = Axes.one(name(), axis(), from);
    return from.with(ranked, places(from));
  }

  @Override
  default TensorType type(List<TensorType> inputs) {
    var kept = kept(inputs.getFirst().shape());
    return new TensorType(keep() ? kept : kept.without(kept.axis(axis())), DType.I64);
  }

  @Override
  default Tensor compute(List<Tensor> inputs, TensorType type) {
    return Contiguous.compute(this, inputs, type);
  }

  @Override
  default Runnable bind(List<Tensor> inputs, Tensor result) {
    var x = inputs.getFirst();
    var dtype = x.dtype().floating() ? x.dtype() : DType.I64;
    var lines = Lines.of(x.shape().sizes(), x.shape().axis(axis()));
    var places = result.storage();
    return Contiguous.bind(
        inputs,
        dtype,
        from -> {
          var numbers = from.getFirst();
          return switch (this) {
            case ArgExtremum(var kind, _, _) ->
                Orders.extreme(kind == Extremum.Kind.MIN, numbers, lines, places);
            case ArgCumulative(var kind, _) ->
                Orders.running(kind == Extremum.Kind.MIN, numbers, lines, places);
            case ArgMode(_, _) -> Orders.most(numbers, lines, places);
            case ArgSort(_, var descending) ->
                Orders.sorted(descending, lines.size(), numbers, lines, places);
            case ArgTopK(var count, _, var largest) ->
                Orders.sorted(largest, count, numbers, lines, places);
          };
        });
  }

  /// Returns the places in one line, in plain Java.
  List<Integer> reference(double[] line);

  @Override
  default Plain reference(List<Plain> inputs) {
    var x = inputs.getFirst();
    var kept = kept(x.shape());
    int ranked = x.shape().axis(axis());
    ToDoubleFunction<int[]> place =
        at -> {
          double[] line = new double[x.shape().size(ranked)];
          int[] from = at.clone();
          for (int i = 0; i < line.length; i++) {
            from[ranked] = i;
            line[i] = x.values()[Plain.place(x.shape(), from)];
          }
          return reference(line).get(at[ranked]);
        };
    var found = Plain.generate(kept, place);
    return keep() ? found : new Plain(kept.without(ranked), found.values());
  }
}
