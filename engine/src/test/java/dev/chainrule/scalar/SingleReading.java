package dev.chainrule.scalar;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Reads an expression as arithmetic on whole arrays in single precision, one loop per function.
///
/// An obvious stand-in for the kernels: it follows the expansions of [Primitive#single], and a
/// function without one is computed in double precision and rounded.
final class SingleReading implements Algebra<SingleReading.Block> {
  private final float[][] inputs;
  private final int length;

  private SingleReading(float[][] inputs) {
    this.inputs = inputs;
    this.length = inputs[0].length;
  }

  /// The numbers of one part, as floats and, where they are bits, as whole numbers.
  static final class Block {
    private final float[] numbers;
    private final int[] bits;

    private Block(float[] numbers, int[] bits) {
      this.numbers = numbers;
      this.bits = bits;
    }
  }

  /// Returns the values of an expression for arrays of inputs.
  static float[] evaluate(Expression expression, float[]... inputs) {
    return expression.read(new SingleReading(inputs)).numbers;
  }

  @Override
  public Block input(int index) {
    return new Block(inputs[index], new int[0]);
  }

  @Override
  public Block constant(double value) {
    var numbers = new float[length];
    Arrays.fill(numbers, (float) value);
    var bits = new int[length];
    Arrays.fill(bits, (int) value);
    return new Block(numbers, bits);
  }

  @Override
  public Block apply(Primitive function, List<Block> arguments) {
    var expansion = function.single(Expression.input(0), Expression.input(1), Expression.input(2));
    if (expansion.isPresent()) {
      var numbers = arguments.stream().map(block -> block.numbers).toArray(float[][]::new);
      return expansion.get().read(new SingleReading(numbers));
    }
    var a = arguments.get(0);
    var b = arguments.size() > 1 ? arguments.get(1) : a;
    var c = arguments.size() > 2 ? arguments.get(2) : a;
    return switch (function) {
      case BITS -> bits(i -> Float.floatToRawIntBits(a.numbers[i]));
      case BITS_ADD -> bits(i -> a.bits[i] + b.bits[i]);
      case BITS_SUB -> bits(i -> a.bits[i] - b.bits[i]);
      case BITS_AND -> bits(i -> a.bits[i] & b.bits[i]);
      case BITS_OR -> bits(i -> a.bits[i] | b.bits[i]);
      case BITS_SHIFT_LEFT -> bits(i -> a.bits[i] << b.bits[i]);
      case BITS_SHIFT_RIGHT -> bits(i -> a.bits[i] >> b.bits[i]);
      case FROM_BITS -> numbers(i -> Float.intBitsToFloat(a.bits[i]));
      case FMA -> numbers(i -> Math.fma(a.numbers[i], b.numbers[i], c.numbers[i]));
      default -> numbers(i -> (float) function.evaluate(a.numbers[i], b.numbers[i], c.numbers[i]));
    };
  }

  private interface ToFloat {
    float at(int i);
  }

  private Block numbers(ToFloat value) {
    var numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = value.at(i);
    }
    return new Block(numbers, new int[0]);
  }

  private Block bits(IntUnaryOperator value) {
    var bits = new int[length];
    for (int i = 0; i < length; i++) {
      bits[i] = value.applyAsInt(i);
    }
    return new Block(new float[0], bits);
  }
}
