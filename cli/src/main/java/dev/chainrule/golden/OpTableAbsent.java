package dev.chainrule.golden;

/// Functions that Chainrule does not have, with the reason.
final class OpTableAbsent {
  private OpTableAbsent() {}

  static void fill(OpTable table) {
    table.absent(
        "there is no linear algebra beyond matrix products yet",
        "solve inv det slogdet cholesky cholesky_solve eigvalsh svdvals qr_r_abs pinv lstsq"
            + " solve_triangular matrix_norm matrix_exp");
    table.absent("there is no such function yet", "scatter_reduce");
    table.absent("there are no Fourier transforms yet", "rfft_abs rfft_reim fft2_power irfft");
  }
}
