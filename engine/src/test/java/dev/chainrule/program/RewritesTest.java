package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.op.Activations;
import dev.chainrule.op.Arithmetic;
import dev.chainrule.op.Rounding;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rewrite applies where it should and nowhere else, and keeps the bits of odd numbers.
class RewritesTest {
  private static final float[] ODD = {
    0,
    -0f,
    1,
    -1,
    2.5f,
    -3.5f,
    Float.MIN_VALUE,
    3e38f,
    -3e38f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  private static final Tensor X = Tensor.of(ODD, Shape.of(3, 4));

  private static Arguments of(String rewrite, UnaryOperator<Tensor> code) {
    return Arguments.of(rewrite, code);
  }

  static Stream<Arguments> applied() {
    return Stream.of(
        of("drop neutral numbers 1", x -> x.mul(1)),
        of("drop neutral numbers 1", x -> Tensor.ones(Shape.of(), DType.F32).mul(x)),
        of("drop neutral numbers 1", x -> x.mul(Tensor.scalar(1).expand(3, 4))),
        of("drop neutral numbers 1", x -> x.div(1)),
        of("drop neutral numbers 1", x -> x.sub(0)),
        of("drop neutral numbers 1", x -> x.add(-0.0)),
        of("drop neutral numbers 1", x -> x.pow(1)),
        of("cancel negations 1", x -> x.neg().neg()),
        of("cancel negations 1", x -> x.neg().abs()),
        of("cancel negations 1", x -> x.exp().add(x.neg())),
        of("cancel negations 1", x -> x.neg().add(x.exp())),
        of("cancel negations 1", x -> x.exp().sub(x.neg())),
        of("cancel negations 1", x -> x.neg().mul(x.exp().neg())),
        of("cancel negations 1", x -> x.neg().div(x.exp().neg())),
        of("drop repeated functions 1", x -> x.relu().relu()),
        of("drop repeated functions 1", x -> x.relu().abs()),
        of("drop repeated functions 1", x -> x.abs().relu()),
        of("drop repeated functions 1", x -> Rounding.FLOOR.on(Rounding.ROUND.on(x))),
        of("drop repeated functions 1", x -> Arithmetic.SIGN.on(Arithmetic.SIGN.on(x))),
        of("drop repeated functions 1", x -> Activations.RELU6.on(Activations.RELU6.on(x))),
        of("drop choices 1", x -> x.maximum(x)),
        of("drop choices 1", x -> x.minimum(x)),
        of("drop choices 1", x -> x.gt(0).where(x, x)),
        of("drop choices 1", x -> Tensor.of(new boolean[] {false}, Shape.of()).where(x.exp(), x)),
        of("multiply by reciprocals 1", x -> x.div(8)),
        of("multiply by reciprocals 1", x -> x.div(-0.25)),
        of("multiply by reciprocals 1", x -> x.to(DType.F64).div(0x1p-1000)),
        of("merge changes of shape 1", x -> x.reshape(12).reshape(2, 6)),
        of("merge changes of shape 1", x -> x.reshape(3, 2, 2).permute(1, 0, 2).permute(2, 1, 0)),
        of("merge changes of shape 1", x -> x.unsqueeze(0).expand(2, 3, 4).expand(5, 2, 3, 4)),
        of("merge changes of shape 1", x -> x.slice(1, 1, 4).slice(1, 0, 3, 2)),
        of("merge changes of shape 1", x -> x.slice(0, -1, -4, -1).slice(1, 0, 2)),
        of("merge changes of shape 1", x -> Tensor.concatenate(1, x, x.exp()).slice(1, 5, 7)),
        of("drop identities 1", x -> Tensor.concatenate(1, x).neg()),
        of("merge conversions 1", x -> x.to(DType.F64).to(DType.F32)),
        of("merge conversions 1", x -> x.gt(0).to(DType.I32).to(DType.F32)),
        of("read expansions in place 1", x -> x.slice(0, 0, 1).expand(3, 4).mul(x)));
  }

  static Stream<UnaryOperator<Tensor>> notApplied() {
    return Stream.of(
        x -> x.add(0),
        x -> x.mul(0),
        x -> x.sub(x),
        x -> x.sub(-0.0),
        x -> x.div(x),
        x -> x.mul(Tensor.ones(Shape.of(2, 3, 4), DType.F32)),
        x -> x.div(10),
        x -> x.div(0x1p-127),
        x -> x.to(DType.I32).to(DType.F32),
        x -> x.relu().neg().relu().neg(),
        x -> Tensor.concatenate(1, x, x.exp()).slice(1, 3, 5));
  }

  @ParameterizedTest
  @MethodSource("applied")
  void aRuleAppliesAndKeepsTheBits(String rewrite, UnaryOperator<Tensor> code) {
    Program<Tensor> program = Program.compile(code::apply);
    assertTrue(Repeatable.equal(code.apply(X), program.run(X)), () -> program.explain(X));
    assertTrue(program.explain(X).contains(rewrite), () -> program.explain(X));
    program.audit(X);
  }

  @ParameterizedTest
  @MethodSource("notApplied")
  void whatOnlyLooksAlikeStays(UnaryOperator<Tensor> code) {
    Program<Tensor> program = Program.compile(code::apply);
    assertTrue(Repeatable.equal(code.apply(X), program.run(X)), () -> program.explain(X));
    var listed = program.explain(X);
    for (var rule : Rewrites.ALL) {
      boolean general = rule instanceof FoldConstants || rule instanceof DropIdentities;
      assertTrue(general || !listed.contains(rule.name()), listed);
    }
  }
}
