package dev.chainrule.kernel;

/// Runs plans of convolutions on arrays of one element type.
interface ConvolutionRunner<T> {
  ConvolutionRunner<float[]> F32 =
      new ConvolutionRunner<>() {
        @Override
        public void run(
            ConvolutionProducts plan, float[] x, int xo, float[] w, int wo, float[] y, int yo) {
          ConvolutionReference.run(plan, x, xo, w, wo, y, yo);
        }

        @Override
        public void run(
            ConvolutionWeights plan, float[] x, int xo, float[] w, int wo, float[] y, int yo) {
          ConvolutionReference.run(plan, x, xo, w, wo, y, yo);
        }
      };

  ConvolutionRunner<double[]> F64 =
      new ConvolutionRunner<>() {
        @Override
        public void run(
            ConvolutionProducts plan, double[] x, int xo, double[] w, int wo, double[] y, int yo) {
          ConvolutionReference.run(plan, x, xo, w, wo, y, yo);
        }

        @Override
        public void run(
            ConvolutionWeights plan, double[] x, int xo, double[] w, int wo, double[] y, int yo) {
          ConvolutionReference.run(plan, x, xo, w, wo, y, yo);
        }
      };

  void run(ConvolutionProducts plan, T x, int xo, T w, int wo, T y, int yo);

  void run(ConvolutionWeights plan, T x, int xo, T w, int wo, T y, int yo);
}
