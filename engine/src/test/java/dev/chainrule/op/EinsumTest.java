package dev.chainrule.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.chainrule.DType;
import dev.chainrule.Shape;
import dev.chainrule.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EinsumTest {

  private static Tensor numbers(int... sizes) {
    var shape = Shape.of(sizes);
    return Tensor.range(shape.elements()).to(DType.F64).reshape(sizes);
  }

  private static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-9);
  }

  @Test
  void equationsSayWhatOtherFunctionsDo() {
    var a = numbers(3, 4);
    var b = numbers(4, 3);
    assertSame(a.matmul(b), Einsum.of("ij,jk->ik", a, b));
    assertSame(a.matmul(b).transpose(), Einsum.of("ij,jk->ki", a, b));
    assertSame(a.matmul(b).transpose(), Einsum.of("zj,ja", a, b));
    assertSame(a.transpose(), Einsum.of("ji", a));
    assertSame(a.sum(1), Einsum.of("ij->i", a));
    assertSame(a.mul(b.transpose()).sum(), Einsum.of("ij, ji ->", a, b));
    assertSame(Diagonal.of(numbers(3, 3), 0), Einsum.of("ii->i", numbers(3, 3)));
    assertSame(numbers(2, 3, 4).sum(), Einsum.of("...->", numbers(2, 3, 4)));
  }

  @Test
  void vectorsAreRowsOnTheLeftAndColumnsOnTheRight() {
    var x = numbers(4);
    var matrix = numbers(4, 3);
    var matrices = numbers(2, 3, 4);
    assertSame(x.mul(x).sum(), x.matmul(x));
    assertSame(x.reshape(1, 4).matmul(matrix).reshape(3), x.matmul(matrix));
    assertSame(matrices.matmul(x.reshape(4, 1)).reshape(2, 3), matrices.matmul(x));
    assertSame(numbers(1, 3).matmul(matrices).reshape(2, 4), numbers(3).matmul(matrices));
  }

  @Test
  void outerDotKroneckerAndTensorProductsAreEquations() {
    var a = Tensor.of(1, 2);
    var b = Tensor.of(3, 4, 5);
    assertSame(Tensor.of(new float[][] {{3, 4, 5}, {6, 8, 10}}), Einsum.outer(a, b));
    assertEquals(50, Einsum.dot(b, b).item());
    assertSame(
        Tensor.of(new float[][] {{3, 4, 5, 6, 8, 10}}),
        Einsum.kron(a.reshape(1, 2), b.reshape(1, 3)));
    assertSame(
        numbers(2, 12).matmul(numbers(4, 3, 2).permute(1, 0, 2).reshape(12, 2)),
        Einsum.tensordot(numbers(2, 3, 4), numbers(4, 3, 2), new int[] {1, 2}, new int[] {1, 0}));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'i1->i', '''1'' is no label; labels are letters, operands are parted by commas'",
        "'ij->i->j', '''-'' is no label; labels are letters, operands are parted by commas'",
        "'ij->ii', 'the result has label ''i'' twice'",
        "'ij->k', 'label ''k'' of the result is in no operand'",
        "'...i...->i', 'one operand has two ellipses'"
      })
  void anEquationThatCannotBeReadIsExplained(String equation, String problem) {
    var error = assertThrows(IllegalArgumentException.class, () -> new Einsum(equation));
    assertEquals("einsum: \"" + equation + "\": " + problem, error.getMessage());
  }
}
