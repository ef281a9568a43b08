package dev.chainrule.op;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.TensorType;
import dev.chainrule.scalar.Abbreviation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The catalogue's view of the elementwise functions: everything follows from their declarations.
final class ElementwiseSpecs {
  private static final String[] NAMES = {"a", "b", "c"};

  private ElementwiseSpecs() {}

  static OpSpec spec(Elementwise op) {
    var names = op.arity() == 1 ? new String[] {"x"} : Arrays.copyOf(NAMES, op.arity());
    var declaration = op.declaration();
    var spec =
        OpSpec.of(op.name())
            .summary(declaration.summary)
            .formula("y = " + Abbreviation.of(op.body(), names))
            .source(declaration.source)
            .accuracy(declaration.accuracy);
    gradients(op, names, spec);
    declaration.samples().forEach(inputs -> spec.sample(op, inputs));
    misuses(op, spec);
    return spec.build();
  }

  private static void gradients(Elementwise op, String[] names, OpSpec.Builder spec) {
    var all = new ArrayList<>(List.of(names));
    all.add("y");
    all.add("dy");
    for (int i = 0; i < names.length; i++) {
      var left = "d" + names[i] + " = ";
      op.rules()
          .partial(i)
          .map(partial -> left + Abbreviation.of(partial.product(), all.toArray(String[]::new)))
          .ifPresent(spec::gradient);
    }
  }

  private static void misuses(Elementwise op, OpSpec.Builder spec) {
    var f32 = new TensorType(Shape.of(3), DType.F32);
    switch (op.declaration().takes) {
      case TRUTHS, CHOICE -> {
        var types = new TensorType[op.arity()];
        Arrays.fill(types, f32);
        spec.misuse(
            op.name() + ": input 0 must be bool, got f32; compare first, for example with ne(0)",
            op,
            types);
      }
      case WHOLE ->
          spec.misuse(
              op.name() + ": input 0 must hold whole numbers, got f32; convert with to(DType.I32)",
              op,
              f32,
              f32);
      case NUMBERS, FLOATS, COMPARED -> {
        if (op.arity() == 2) {
          spec.misuse(
              op.name()
                  + ": shapes do not broadcast: [8, 3, 5] and [4, 5] differ on axis 1 (3 and 4);"
                  + " only equal sizes or 1 broadcast",
              op,
              new TensorType(Shape.of(8, 3, 5), DType.F32),
              new TensorType(Shape.of(4, 5), DType.F32));
        }
      }
    }
  }
}
