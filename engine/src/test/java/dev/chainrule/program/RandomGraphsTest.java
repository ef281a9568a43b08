package dev.chainrule.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chainrule.DType;
import dev.chainrule.RandomKey;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import dev.chainrule.Variable;
import dev.chainrule.kernel.Loops;
import dev.chainrule.op.Concatenate;
import dev.chainrule.op.LogSoftmax;
import dev.chainrule.op.MatMul;
import dev.chainrule.op.Softmax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Programs of random operations give the bits of eager execution, and so does every rewrite and
/// every kernel in them.
class RandomGraphsTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 7;

  @BeforeAll
  static void useVectors() {
    Loops.skipWarming();
  }

  @Test
  void aThousandGraphs() {
    IntStream.range(0, 1_000).forEach(RandomGraphsTest::check);
  }

  @Test
  @Tag("slow")
  void aHundredThousandGraphs() {
    IntStream.range(1_000, 101_000).forEach(RandomGraphsTest::check);
  }

  private static void check(int seed) {
    var key = RandomKey.of(seed);
    var dtype = seed % 4 == 0 ? DType.F64 : DType.F32;
    Tensor[] inputs = {
      key.split(0).normal(Shape.of(ROWS, COLUMNS), 0, 1, dtype),
      key.split(1).normal(Shape.of(COLUMNS), 0, 1, dtype)
    };
    var eager = new State(key, dtype);
    var compiled = new State(key, dtype);
    Program<List<Tensor>> program =
        Program.compile((Tensor a, Tensor b) -> results(seed, a, b, compiled));
    for (int run = 0; run < 2; run++) {
      var expected = results(seed, inputs[0], inputs[1], eager);
      var found = program.run(inputs);
      for (int i = 0; i < expected.size(); i++) {
        assertTrue(
            Repeatable.equal(expected.get(i), found.get(i)),
            "seed %d, run %d, result %d of %s".formatted(seed, run, i, program.explain(inputs)));
      }
      assertEquals(eager.bits(), compiled.bits(), "variable of seed " + seed);
    }
    program.audit(inputs);
    checkFree(seed, program.roundingFreely(), inputs);
  }

  /// Checks that a program which rounds differently computes the same numbers, and that its kernels
  /// have the bits of its operations.
  private static void checkFree(int seed, Program<List<Tensor>> free, Tensor... inputs) {
    free.audit(inputs);
    if (inputs[0].dtype() == DType.F64) {
      var key = RandomKey.of(seed);
      var state = new State(key, DType.F64);
      Program<List<Tensor>> program =
          Program.compile((Tensor a, Tensor b) -> results(seed, a, b, state));
      var found = program.roundingFreely().run(inputs);
      var after = state.bits();
      var eager = new State(key, DType.F64);
      var expected = results(seed, inputs[0], inputs[1], eager);
      for (int i = 0; i < expected.size(); i++) {
        assertClose(expected.get(i).toDoubleArray(), found.get(i).toDoubleArray(), seed);
      }
      assertClose(numbers(eager.bits()), numbers(after), seed);
    }
  }

  private static double[] numbers(List<Double> list) {
    return list.stream().mapToDouble(x -> x).toArray();
  }

  private static void assertClose(double[] expected, double[] found, int seed) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length && Double.isFinite(largest); i++) {
      assertEquals(expected[i], found[i], 1e-9 * Math.max(1, largest), "seed " + seed);
    }
  }

  /// A variable that every run changes.
  private record State(Variable variable) {
    State(RandomKey key, DType dtype) {
      this(Variable.of(key.split(2).normal(Shape.of(ROWS, COLUMNS), 0, 1, dtype)));
    }

    List<Double> bits() {
      return Arrays.stream(variable.value().toDoubleArray()).boxed().toList();
    }
  }

  /// Returns the results of some random operations, with a gradient and a change of the variable.
  private static List<Tensor> results(int seed, Tensor a, Tensor b, State state) {
    var random = new SplittableRandom(seed);
    var known = new ArrayList<>(List.of(a, b, state.variable.value()));
    int count = 3 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      known.add(next(random, known));
    }
    var last = known.getLast();
    if (last.isRecorded()) {
      var gradient = last.mul(last).sum().backward().find(state.variable);
      gradient.ifPresent(
          found -> state.variable.assign(state.variable.value().sub(found.mul(1e-3))));
    }
    return List.of(known.get(random.nextInt(known.size())).detach(), last.detach());
  }

  /// Returns a tensor whose parts went different ways.
  private static Tensor parts(Tensor x) {
    int size = x.shape().size(-1);
    int axis = x.shape().rank() - 1;
    var first = x.slice(axis, 0, size / 2).tanh();
    var second = x.slice(axis, size / 2, size).neg();
    return Concatenate.of(axis, List.of(second, first));
  }

  /// Returns a product of a matrix's shape, and what is often done with such products.
  private static Tensor tail(int kind, Tensor x, Tensor y) {
    var product = MatMul.of(MatMul.of(x, x.transpose()).mul(0.1), x);
    return switch (kind) {
      case 0 -> product.add(y).relu();
      case 1 -> product.add(x.slice(0, 0, 1)).tanh();
      case 2 -> product.reshape(x.shape().elements()).sigmoid().reshape(x.shape().sizes());
      default -> product.mul(product).sub(product.relu());
    };
  }

  private static Tensor next(SplittableRandom random, List<Tensor> known) {
    var x = known.get(random.nextInt(known.size()));
    var y = fitting(random, known, x);
    return switch (random.nextInt(28)) {
      case 0, 1 -> x.add(y);
      case 2 -> x.sub(y);
      case 3, 4 -> x.mul(y);
      case 5 -> x.div(y.mul(y).add(1));
      case 6 -> x.tanh();
      case 7 -> x.sigmoid();
      case 8 -> x.relu();
      case 9 -> x.sub(y).gt(0).where(x, y);
      case 10 -> x.mul(1).add(0.5);
      case 11 -> x.shape().rank() == 0 ? x.neg() : x.sum(-1);
      case 12 -> x.shape().rank() == 0 ? x.relu() : x.mean(-1).unsqueeze(-1).add(x);
      case 13 -> x.shape().rank() == 0 ? x.tanh() : Softmax.of(x, -1);
      case 14 -> x.shape().rank() == 0 ? x.sigmoid() : LogSoftmax.of(x, -1);
      case 15 ->
          x.shape().rank() == 2 ? MatMul.of(x, x.transpose()).sum(-1).unsqueeze(-1).add(x) : x;
      case 16 -> x.reshape(x.shape().elements()).reshape(x.shape().sizes());
      case 17 -> x.shape().rank() == 2 ? x.transpose().add(1).transpose() : x.add(x);
      case 18 -> x.sum().add(x);
      case 19 -> x.shape().rank() == 0 ? x.add(y) : parts(x);
      case 20, 21 -> idle(random.nextInt(12), x, y);
      case 22 -> x.shape().rank() == 2 ? views(random.nextInt(5), x) : x.neg();
      case 23, 24 -> x.shape().rank() == 2 ? tail(random.nextInt(4), x, y) : x.relu();
      case 25, 26 -> unstable(random.nextInt(11), x, y);
      default -> x.neg().neg();
    };
  }

  /// Returns a tensor by a formula that there is a better one for.
  private static Tensor unstable(int kind, Tensor x, Tensor y) {
    var one = Tensor.scalar(1, x.dtype());
    var bounded = x.tanh();
    var power = bounded.exp();
    return switch (kind) {
      case 0 -> x.shape().rank() == 0 ? x : x.softmax(-1).log();
      case 1 -> x.shape().rank() == 0 ? x : power.sum(-1).log().unsqueeze(-1).add(x);
      case 2 -> x.shape().rank() == 0 ? x : power.div(power.sum(-1).unsqueeze(-1));
      case 3 -> x.mul(x).add(1).log();
      case 4 -> power.sub(1).mul(y);
      case 5 -> power.add(1).log();
      case 6 -> bounded.sigmoid().log();
      case 7 -> one.sub(bounded.sigmoid()).log().mul(0.5).sub(bounded.sigmoid().log().mul(y));
      case 8 -> one.div(bounded.neg().exp().add(1));
      case 9 -> power.div(power.add(1)).mul(y);
      default -> x.shape().rank() == 2 ? products(x, bounded) : power.sum().log().add(x);
    };
  }

  /// Returns a sum of products of a column and a row each.
  private static Tensor products(Tensor x, Tensor y) {
    var columns = Tensor.concatenate(1, x, y).mul(0.1);
    var sum = columns.slice(1, 0, 1).matmul(y.slice(0, 0, 1));
    for (int i = 1; i < x.shape().size(0); i++) {
      sum = sum.add(columns.slice(1, i, i + 1).matmul(y.slice(0, i, i + 1)));
    }
    return sum;
  }

  /// Returns a tensor by more operations than it takes.
  private static Tensor idle(int kind, Tensor x, Tensor y) {
    return switch (kind) {
      case 0 -> x.add(y.neg());
      case 1 -> x.neg().sub(y.neg());
      case 2 -> x.neg().mul(y.neg());
      case 3 -> x.neg().abs().relu();
      case 4 -> x.relu().relu().sub(0);
      case 5 -> x.maximum(x).add(-0.0);
      case 6 -> x.gt(0).where(y, y);
      case 7 -> x.div(4).div(-0x1p-3);
      case 8 -> x.mul(Tensor.ones(x.shape(), x.dtype()));
      case 9 -> x.to(DType.F64).to(DType.F32).to(x.dtype());
      case 10 -> x.mul(Tensor.scalar(1, x.dtype()).expand(x.shape().sizes())).add(0);
      default -> x.pow(1).div(1);
    };
  }

  /// Returns a matrix that was turned, cut and joined several times, of the same shape.
  private static Tensor views(int kind, Tensor x) {
    int rows = x.shape().size(0);
    int columns = x.shape().size(1);
    return switch (kind) {
      case 0 -> x.unsqueeze(0).permute(2, 0, 1).permute(2, 1, 0).squeeze(1).exp();
      case 1 -> x.slice(0, 0, rows, 2).slice(0, 0, 1).expand(rows, columns).mul(x);
      case 2 -> Tensor.concatenate(0, x, x.tanh()).slice(0, rows, 2 * rows);
      case 3 -> Tensor.concatenate(1, x.slice(1, 0, 1), x).slice(1, 0, columns);
      default ->
          x.slice(1, 0, 1).expand(rows, columns).unsqueeze(0).expand(3, rows, columns).sum(0);
    };
  }

  /// Returns a tensor whose shape broadcasts with that of another.
  private static Tensor fitting(SplittableRandom random, List<Tensor> known, Tensor other) {
    var fit =
        known.stream()
            .filter(tensor -> tensor.shape().equals(other.shape()) || tensor.shape().rank() == 0)
            .toList();
    return fit.get(random.nextInt(fit.size()));
  }
}
