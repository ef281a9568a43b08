package dev.chainrule.benchmarks;

import dev.chainrule.kernel.Gemm;
import dev.chainrule.kernel.Gemm.Strides;
import dev.chainrule.kernel.Workers;
import java.util.SplittableRandom;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/// A library that multiplies matrices of 32-bit floats, row by row in memory.
enum Contender {
  CHAINRULE("Chainrule") {
    @Override
    Runnable prepare(Product product, int threads) {
      Workers.threads(threads);
      int m = product.m();
      int n = product.n();
      int k = product.k();
      Strides a = product.aTransposed() ? Strides.ofColumns(m).transposed() : Strides.ofColumns(k);
      Strides b = product.bTransposed() ? Strides.ofColumns(k).transposed() : Strides.ofColumns(n);
      Gemm gemm = Gemm.of(m, n, k, a, b, n);
      float[] left = random(m * k);
      float[] right = random(k * n);
      float[] result = new float[m * n];
      return () -> gemm.run(left, 0, right, 0, result, 0);
    }
  },

  OPENBLAS("OpenBLAS") {
    @Override
    Runnable prepare(Product product, int threads) {
      openblas_nolapack.blas_set_num_threads(threads);
      Native memory = new Native(product);
      return () ->
          openblas_nolapack.cblas_sgemm(
              openblas_nolapack.CblasRowMajor,
              transposition(product.aTransposed()),
              transposition(product.bTransposed()),
              product.m(),
              product.n(),
              product.k(),
              1,
              memory.a,
              memory.aRow,
              memory.b,
              memory.bRow,
              0,
              memory.c,
              product.n());
    }

    private static int transposition(boolean transposed) {
      return transposed ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }
  },

  /// Takes its number of threads from the environment, `OMP_NUM_THREADS`.
  ONEDNN("oneDNN") {
    @Override
    Runnable prepare(Product product, int threads) {
      Native memory = new Native(product);
      return () ->
          dnnl.dnnl_sgemm(
              (byte) (product.aTransposed() ? 'T' : 'N'),
              (byte) (product.bTransposed() ? 'T' : 'N'),
              product.m(),
              product.n(),
              product.k(),
              1,
              memory.a,
              memory.aRow,
              memory.b,
              memory.bRow,
              0,
              memory.c,
              product.n());
    }
  };

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /// Returns what computes the product once, on operands of its own.
  abstract Runnable prepare(Product product, int threads);

  String title() {
    return title;
  }

  private static float[] random(int length) {
    var random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /// Operands outside the heap.
  private static final class Native {
    final FloatPointer a;
    final FloatPointer b;
    final FloatPointer c;
    final int aRow;
    final int bRow;

    Native(Product product) {
      a = new FloatPointer(random(product.m() * product.k()));
      b = new FloatPointer(random(product.k() * product.n()));
      c = new FloatPointer((long) product.m() * product.n());
      aRow = product.aTransposed() ? product.m() : product.k();
      bRow = product.bTransposed() ? product.k() : product.n();
    }
  }
}
