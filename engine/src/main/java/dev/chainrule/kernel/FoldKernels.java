package dev.chainrule.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// The fold kernels in use, each made when it is first asked for.
final class FoldKernels {
  private static final int ELEMENTS = Element.values().length;
  private static final int COUNT = ELEMENTS * Fold.values().length;

  private static final AtomicReferenceArray<Warming<FoldKernel>> KNOWN =
      new AtomicReferenceArray<>(COUNT);

  private FoldKernels() {}

  /// Returns the kernel to use now, for so many elements; F32, F64 and I64 have one.
  @SuppressWarnings("EnumOrdinal") // a place in a table that is never stored
  static FoldKernel of(Fold fold, Element element, int elements) {
    int index = fold.ordinal() * ELEMENTS + element.ordinal();
    var known = KNOWN.get(index);
    if (known == null) {
      known = warming(fold, element);
      KNOWN.set(index, known);
    }
    return known.current(elements);
  }

  private static Warming<FoldKernel> warming(Fold fold, Element element) {
    var plain = plain(fold, element);
    return element == Element.I64
        ? new Warming<>(plain, () -> plain, kernel -> {})
        : new Warming<>(plain, () -> vector(fold, element), trial(element));
  }

  /// Returns a new kernel in plain Java.
  static FoldKernel plain(Fold fold, Element element) {
    return Specialized.of(
        switch (element) {
          case F32 -> FloatFold.class;
          case F64 -> DoubleFold.class;
          case I64 -> LongFold.class;
          case I32, U8, BOOL -> throw unfit(element);
        },
        fold);
  }

  /// Returns a new kernel in vectors.
  static FoldKernel vector(Fold fold, Element element) {
    return Specialized.of(
        switch (element) {
          case F32 -> FloatVectorFold.class;
          case F64 -> DoubleVectorFold.class;
          case I64, I32, U8, BOOL -> throw unfit(element);
        },
        fold);
  }

  private static IllegalArgumentException unfit(Element element) {
    return new IllegalArgumentException("fold: there is no such kernel for " + element);
  }

  /// Every path of a kernel: rows that are short, long and very long; columns that are few, some
  /// and many.
  private static Consumer<FoldKernel> trial(Element element) {
    var x = element.elements(1 << 14);
    var y = element.elements(1 << 10);
    var few = new Matrix(x, 0, 10, 64, 10);
    var some = new Matrix(x, 0, 200, 64, 200);
    var many = new Matrix(x, 0, 700, 23, 700);
    var run = new Matrix(x, 0, 0, 1, Folds.RUN);
    var chain = new Matrix(x, 0, 100, 65, 100);
    return kernel -> {
      kernel.along(few, y, 0);
      kernel.along(some, y, 0);
      kernel.lanes(run, y, 0);
      kernel.across(few, y, 0);
      kernel.across(some, y, 0);
      kernel.across(many, y, 0);
      kernel.chain(chain, y, 0);
    };
  }
}
